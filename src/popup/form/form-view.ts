import { text } from '../../browser/texts';
import type { AuthErrorCode, AuthProblem } from '../../core/auth-error';
import type { Failure } from '../../core/messages/protocol';
import { parseProfileForm, signInProblems } from '../../core/profile/form-parser';
import type { FieldProblem } from '../../core/profile/form-problem';
import { neededAccess } from '../../core/profile/profile';
import {
  EMPTY_FORM,
  type ProfileForm,
  SECRET_FIELDS,
  type SecretField,
} from '../../core/profile/profile-form';
import { secretsThatStay } from '../../core/profile/secret-owner';
import { CREDENTIAL_FIELDS } from '../../core/profile/sign-in-method';
import { understoodForm } from '../../core/profile/understood-form';
import { issuersOf, parseUserPoolId } from '../../core/profile/user-pool-id';
import type { PopupState } from '../../core/views/popup-state';
import { askAccess } from '../../page/access';
import { type Control, control, element, onClick, onSubmit } from '../../page/elements';
import { KeepingFields } from '../../page/keeping-fields';
import { ProblemPlaces } from '../../page/problem-places';
import { sentenceOfAuthProblem, sentenceOfFieldProblem } from '../../page/sentence';
import { copyOnClick } from '../copy-button';
import { saveDraft } from '../draft';
import { firstEmpty, focusOn } from '../focus';
import type { Perform, View } from '../view';
import { adviceOn, loadAdvice } from './advice-loader';
import { readCredential, readForm, writeForm } from './form-fields';
import { fieldOfError } from './form-problems';
import { showMethodFields } from './method-fields';

/** The sign-in form: of a new user, after signing out, and of a session that has lapsed. */
export class FormView implements View {
  readonly root = element('signInView', HTMLFormElement);
  readonly #problems = new ProblemPlaces(this.root);
  readonly #perform: Perform;
  readonly #keeping = new KeepingFields();
  #saved: Pick<PopupState, 'form' | 'keptSecrets'> = { form: EMPTY_FORM, keptSecrets: [] };
  #isSubmitted = false;

  constructor(perform: Perform) {
    this.#perform = perform;
    this.root.addEventListener('input', (event) => this.#onInput(event.target));
    onSubmit('signInView', () => this.#send('signIn'));
    onClick('forgotPassword', () => this.#send('forgotPassword'));
    for (const field of SECRET_FIELDS) onClick(`${field}Forget`, () => void this.#forget(field));
    const callbackUrl = element('browserCallbackUrl', HTMLElement);
    copyOnClick(
      element('copyCallbackUrl', HTMLButtonElement),
      element('copyCallbackUrlSays', HTMLElement),
      () => callbackUrl.textContent,
    );
  }

  show(state: PopupState, isNew: boolean): void {
    const { session } = state;
    this.#saved = state;
    if (isNew) {
      fillForm(state);
      this.#advise();
    }
    if (session.problem) showFoundDomain(state);
    this.#keeping.show(state.vault.state);
    this.#showFields();
    this.#problems.tell(session.kind === 'signedOut' ? session.problem : null, controlOfError);
  }

  refuse(refusal: Failure): void {
    if ('fieldProblems' in refusal) this.#mark(refusal.fieldProblems);
    else this.#problems.place(refusal.problem, controlOfError);
  }

  focus(): void {
    const wrong = this.#problems.firstMarked();
    if (wrong) focusOn(wrong);
    else (firstEmpty(this.root) ?? element('signIn', HTMLButtonElement)).focus();
  }

  leave(): void {
    this.root.reset();
    this.#problems.clear();
    this.#isSubmitted = false;
    adviceOn(readForm());
  }

  #onInput(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return;
    const form = readForm();
    if (!CREDENTIAL_FIELDS.some((id) => id === target.id)) saveDraft({ form, answers: {} });
    if (target.id === 'userPoolId') showPool();
    this.#showFields();
    this.#keeping.update();
    this.#check(target.id);
    this.#advise();
  }

  // What the advice refuses is said at once, all else only after the first try to sign in.
  #check(id: string): void {
    const form = readForm();
    const typed = control(id);
    const isMarked = typed.hasAttribute('aria-invalid');
    const isAsked = isMarked || this.#isSubmitted;
    const found = isAsked && this.#problemsOf(form).find(({ field }) => field === id);
    const sentence = found ? sentenceOfFieldProblem(found) : adviceOn(form)[id];
    if (sentence || isMarked) this.#problems.mark(typed, sentence ?? null);
  }

  #problemsOf(form: ProfileForm): readonly FieldProblem[] {
    return [...signInProblems(form, readCredential(form), this.#kept(form)), ...this.#keeping.problems()];
  }

  #kept(form: ProfileForm): readonly SecretField[] {
    return secretsThatStay(this.#saved.keptSecrets, this.#saved.form, form);
  }

  // What is kept goes with the app client and its user, so that each field may change it.
  #showFields(): void {
    const form = readForm();
    const kept = this.#kept(form);
    showKept(kept);
    showMethodFields(form, kept);
  }

  #advise(): void {
    void loadAdvice(readForm())?.then(() => {
      for (const field of ['apiHosts', 'allowedPages']) this.#check(field);
    });
  }

  #send(act: 'signIn' | 'forgotPassword'): void {
    const form = readForm();
    const advice = loadAdvice(form);
    if (advice) {
      advice.then(
        () => this.#send(act),
        () => this.#problems.say(['authError_interrupted']),
      );
      return;
    }
    this.#isSubmitted = true;
    this.#markAll(form, act === 'forgotPassword');
    const settings = parseProfileForm(form);
    if (this.#problems.firstMarked() || !settings.ok) {
      this.focus();
      return;
    }
    // Both at once: the browser's question may close the popup, and the sign-in then goes on without it.
    void askAccess(neededAccess(settings.value));
    const sent = { form, ...this.#keeping.passphrase() };
    if (act === 'signIn')
      void this.#perform({ type: act, ...sent, credential: readCredential(form) }, 'signingIn');
    else void this.#perform({ type: act, ...sent }, 'sendingCode');
  }

  // Its button goes with the secret.
  async #forget(field: SecretField): Promise<void> {
    await this.#perform({ type: 'forgetSecret', field }, 'saving');
    control(field).focus();
  }

  // Who has forgotten the password has none to type.
  #markAll(form: ProfileForm, isForgotten: boolean): void {
    this.#problems.clear();
    const refusals = Object.entries(adviceOn(form));
    for (const [field, refusal] of refusals) this.#problems.mark(control(field), refusal);
    this.#mark(this.#problemsOf(form).filter(({ field }) => !(isForgotten && field === 'password')));
  }

  #mark(found: readonly FieldProblem[]): void {
    for (const problem of found) {
      this.#problems.mark(control(problem.field), sentenceOfFieldProblem(problem));
    }
  }
}

// What the chosen method has no use for is hidden, and cannot be what has to change.
function controlOfError(code: AuthErrorCode): Control | null {
  const field = fieldOfError(code);
  const found = field && control(field);
  return found?.closest('.field[hidden]') ? null : found;
}

function fillForm({ form, draft, session, browserCallbackUrl }: PopupState): void {
  const shown = draft.form ?? form;
  writeForm(shown);
  showPool();
  showLapse(session.kind === 'lapsed' ? session.problem : null);
  element('browserCallbackUrl', HTMLElement).textContent = browserCallbackUrl;
  // Whoever is changing the method goes on where the method is.
  if (shown.signInMethod !== form.signInMethod) element('moreOptions', HTMLDetailsElement).open = true;
}

/** A sign-in that failed may have found the domain. Access can be asked for only to one that stands in the form. */
function showFoundDomain({ form }: PopupState): void {
  control('hostedUiDomain').value ||= form.hostedUiDomain;
}

/** Says of each secret that is stored that its field may stay empty. */
function showKept(kept: readonly SecretField[]): void {
  for (const field of SECRET_FIELDS) {
    const { dataset } = control(field);
    const example = kept.includes(field) ? 'keptSecret' : (dataset.placeholder ?? '');
    control(field).setAttribute('placeholder', text(example));
    element(`${field}Forget`, HTMLButtonElement).hidden = !kept.includes(field);
  }
}

/** What follows from a user pool ID, so that a slip is seen before the sign-in. */
function showPool(): void {
  const pool = parseUserPoolId(understoodForm(readForm()).userPoolId);
  const region = element('userPoolRegion', HTMLElement);
  const issuer = element('userPoolIssuer', HTMLElement);
  const [issuerUrl = ''] = pool.ok ? issuersOf(pool.value) : [];
  region.textContent = pool.ok ? text('hintRegion', pool.value.region) : '';
  // Its line is short: the title has it in full.
  issuer.textContent = pool.ok ? text('hintIssuer', issuerUrl.replace('https://', '')) : '';
  issuer.title = issuerUrl;
}

/** Why a new sign-in is needed, in the place of the introduction. */
function showLapse(problem: AuthProblem | null): void {
  const lapsed = element('lapsed', HTMLElement);
  lapsed.textContent = problem ? text(...sentenceOfAuthProblem(problem)).trim() : '';
  lapsed.hidden = !problem;
  element('intro', HTMLElement).hidden = problem !== null;
}
