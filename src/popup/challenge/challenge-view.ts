import { openPasskeyPage } from '../../browser/own-pages';
import { text } from '../../browser/texts';
import type { AuthErrorCode } from '../../core/auth-error';
import type { Failure } from '../../core/messages/protocol';
import type { AuthenticatorSetup, ChallengeField } from '../../core/session/challenge';
import type { Draft } from '../../core/storage/draft';
import type { PopupState } from '../../core/views/popup-state';
import type { ChallengedSessionView } from '../../core/views/session-view';
import { sayStatus } from '../../page/busy';
import { type Control, control, element, onClick, onSubmit } from '../../page/elements';
import { ProblemPlaces } from '../../page/problem-places';
import { keepableAnswers, saveDraft } from '../draft';
import { firstEmpty, focusOn } from '../focus';
import type { Perform, View } from '../view';
import { readAnswers, writeAnswers } from './challenge-fields';
import { fieldOfProblem } from './challenge-problems';
import { challengeLead, challengeTitle } from './challenge-texts';
import { writeParameters } from './public-parameters';

const EMPTY_PROBLEM: Partial<Record<ChallengeField['kind'], string>> = {
  code: 'codeEmpty',
  newPassword: 'newPasswordEmpty',
  password: 'fieldProblem_passwordEmpty',
  answer: 'answerEmpty',
  attribute: 'attributeEmpty',
};

/** What the pool asks before it gives tokens. */
export class ChallengeView implements View {
  readonly root = element('challengeView', HTMLFormElement);
  readonly #problems = new ProblemPlaces(this.root);
  readonly #perform: Perform;
  #fields: readonly ChallengeField[] = [];
  #name = '';
  #setup: AuthenticatorSetup | null = null;
  #draftForm: Draft['form'] = null;

  constructor(perform: Perform) {
    this.#perform = perform;
    this.root.addEventListener('input', (event) => this.#onInput(event.target));
    onSubmit('challengeView', () => this.#submit());
    onClick('cancel', () => void perform({ type: 'cancelSignIn' }, 'cancelling'));
    onClick('useHostedUi', () => void perform({ type: 'switchToHostedUi' }, 'cancelling'));
    onClick('resendCode', () => void this.#resendCode());
  }

  show({ session, draft }: PopupState, isNew: boolean): void {
    if (session.kind !== 'challenged') return;
    this.#draftForm = draft.form;
    if (isNew) this.#fill(session, draft);
    const isTold = this.#problems.tell(session.problem, this.#controlOfError);
    // Another answer is wanted, not a correction.
    if (isTold && session.problem?.code === 'answerNotAccepted') control('answer').value = '';
  }

  refuse(refusal: Failure): void {
    if ('problem' in refusal) this.#problems.place(refusal.problem, this.#controlOfError);
  }

  focus(): void {
    const wrong = this.#problems.firstMarked();
    const chosen = this.root.querySelector<HTMLElement>('#choices :checked');
    const goOn = element(this.#fields.length > 0 ? 'continue' : 'useHostedUi', HTMLButtonElement);
    if (wrong) focusOn(wrong);
    else (firstEmpty(this.root) ?? chosen ?? goOn).focus();
  }

  leave(): void {
    this.root.reset();
    this.#fields = [];
    writeAnswers([], {});
    writeParameters({});
    this.#showSetup(null);
    this.#problems.clear();
  }

  #fill(challenge: ChallengedSessionView, draft: Draft): void {
    this.leave();
    this.#fields = challenge.fields ?? [];
    this.#name = challenge.challengeName;
    element('challengeTitle', HTMLElement).textContent = text(...challengeTitle(challenge));
    element('challengeLead', HTMLElement).textContent = text(...challengeLead(challenge));
    element('continue', HTMLElement).hidden = this.#fields.length === 0;
    element('useHostedUi', HTMLElement).hidden = this.#fields.length > 0;
    element('resendCode', HTMLElement).hidden = !challenge.canResendCode;
    this.#showSetup(challenge.setup);
    writeParameters(challenge.publicParameters);
    writeAnswers(this.#fields, draft.answers);
  }

  // The secret must not stay behind, nor come back after it was left.
  #showSetup(setup: AuthenticatorSetup | null): void {
    this.#setup = setup;
    const place = element('setup', HTMLElement);
    place.replaceChildren();
    if (!setup) return;
    void import('./setup-panel').then(({ setupPanel }) => {
      if (this.#setup === setup) place.replaceChildren(setupPanel(setup));
    });
  }

  #onInput(target: EventTarget | null): void {
    const answers = keepableAnswers(this.#fields, readAnswers(this.#fields));
    saveDraft({ form: this.#draftForm, answers });
    if (!(target instanceof HTMLInputElement) || target.type === 'radio') return;
    if (target.value !== '') this.#problems.mark(target, null);
  }

  #submit(): void {
    if (this.#fields.length === 0) return;
    this.#problems.clear();
    if (this.#fields[0]?.kind === 'passkey') {
      void openPasskeyPage().then(() => close());
      return;
    }
    const answers = readAnswers(this.#fields);
    for (const { id, kind } of this.#fields) {
      const sentence = EMPTY_PROBLEM[kind];
      if (sentence && answers[id] === '') this.#problems.mark(control(id), [sentence]);
    }
    if (this.#problems.firstMarked()) this.focus();
    else void this.#perform({ type: 'answerChallenge', challengeName: this.#name, answers }, 'checking');
  }

  async #resendCode(): Promise<void> {
    this.#problems.clear();
    if (await this.#perform({ type: 'resendCode' }, 'sendingCode')) sayStatus(this.root, 'codeSent');
  }

  readonly #controlOfError = (code: AuthErrorCode): Control | null => {
    const id = fieldOfProblem(code, this.#fields);
    return id === null ? null : control(id);
  };
}
