import { text } from '../browser/texts';
import type { AuthErrorCode } from '../core/auth-error';
import type { ChallengeField } from '../core/challenge';
import type { Draft, PopupState } from '../core/protocol';
import { type Control, control, element } from '../page/elements';
import { ProblemPlaces } from '../page/problem-places';
import { readAnswers, writeAnswers } from './challenge-fields';
import { type ChallengeView as Challenge, challengeLead, challengeTitle } from './challenge-texts';
import { keepableAnswers, saveDraft } from './draft';
import { firstEmpty, focusOn } from './focus';
import type { Perform, Refusal, View } from './view';

// A failure stands beside the field that has to change. All others stand below.
const FIELD_OF_ERROR: Partial<Record<AuthErrorCode, 'code' | 'newPassword'>> = {
  codeMismatch: 'code',
  codeExpired: 'code',
  codeUsedAlready: 'code',
  passwordPolicy: 'newPassword',
  passwordHistory: 'newPassword',
};

const EMPTY_PROBLEM = {
  code: 'codeEmpty',
  newPassword: 'newPasswordEmpty',
  password: 'newPasswordEmpty',
  answer: 'codeEmpty',
  choice: 'codeEmpty',
  passkey: 'codeEmpty',
  attribute: 'attributeEmpty',
} as const satisfies Record<ChallengeField['kind'], string>;

/** What the pool asks before it gives tokens. */
export class ChallengeView implements View {
  readonly root = element('challengeView', HTMLFormElement);
  readonly #problems = new ProblemPlaces(this.root);
  readonly #perform: Perform;
  #fields: readonly ChallengeField[] = [];
  #draftForm: Draft['form'] = null;

  constructor(perform: Perform) {
    this.#perform = perform;
    this.root.addEventListener('input', (event) => this.#onInput(event.target));
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    element('cancel', HTMLButtonElement).addEventListener('click', () => {
      void this.#perform({ type: 'cancelSignIn' }, 'cancelling');
    });
  }

  show({ session, draft }: PopupState, isNew: boolean): void {
    if (session.kind !== 'challenged') return;
    this.#draftForm = draft.form;
    if (isNew) this.#fill(session, draft);
    this.#problems.tell(session.problem, this.#controlOfError);
  }

  refuse(refusal: Refusal): void {
    if ('problem' in refusal) this.#problems.place(refusal.problem, this.#controlOfError);
  }

  focus(): void {
    const wrong = this.#problems.firstMarked();
    const goOn = element(this.#fields.length > 0 ? 'continue' : 'cancel', HTMLButtonElement);
    if (wrong) focusOn(wrong);
    else (firstEmpty(this.root) ?? goOn).focus();
  }

  leave(): void {
    this.root.reset();
    element('attributes', HTMLElement).replaceChildren();
    this.#problems.clear();
  }

  #fill(challenge: Challenge, draft: Draft): void {
    this.leave();
    this.#fields = challenge.fields ?? [];
    element('challengeTitle', HTMLElement).textContent = text(...challengeTitle(challenge));
    element('challengeLead', HTMLElement).textContent = text(...challengeLead(challenge));
    element('continue', HTMLButtonElement).hidden = this.#fields.length === 0;
    writeAnswers(this.#fields, draft.answers);
  }

  #onInput(target: EventTarget | null): void {
    const answers = keepableAnswers(this.#fields, readAnswers(this.#fields));
    saveDraft({ form: this.#draftForm, answers });
    if (!(target instanceof HTMLInputElement)) return;
    if (target.value !== '') this.#problems.mark(target, null);
  }

  #submit(): void {
    if (this.#fields.length === 0) return;
    const answers = readAnswers(this.#fields);
    const empty = this.#fields.filter(({ id }) => answers[id] === '');
    this.#problems.clear();
    for (const { id, kind } of empty) this.#problems.mark(control(id), [EMPTY_PROBLEM[kind]]);
    if (empty.length > 0) {
      this.focus();
      return;
    }
    void this.#perform({ type: 'answerChallenge', answers }, 'checking');
  }

  readonly #controlOfError = (code: AuthErrorCode): Control | null => {
    const id = FIELD_OF_ERROR[code];
    return id && this.#fields.some((field) => field.id === id) ? control(id) : null;
  };
}
