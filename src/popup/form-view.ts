import { text } from '../browser/texts';
import type { AuthErrorCode, AuthProblem } from '../core/auth-error';
import { parseProfileForm, signInProblems } from '../core/form-parser';
import type { FieldProblem } from '../core/form-problem';
import { neededAccess } from '../core/profile';
import type { PopupState } from '../core/protocol';
import { issuersOf, parseUserPoolId } from '../core/user-pool-id';
import { askAccess } from '../page/access';
import { type Control, control, element } from '../page/elements';
import { ProblemPlaces } from '../page/problem-places';
import { sentenceOfAuthProblem, sentenceOfFieldProblem } from '../page/sentence';
import { adviceOn, loadAdvice } from './advice-loader';
import { saveDraft } from './draft';
import { firstEmpty, focusOn } from './focus';
import { readForm, writeForm } from './form-fields';
import { fieldOfError } from './form-problems';
import type { Perform, Refusal, View } from './view';

/** The sign-in form: of a new user, after signing out, and of a session that has lapsed. */
export class FormView implements View {
  readonly root = element('signInView', HTMLFormElement);
  readonly #password = element('password', HTMLInputElement);
  readonly #problems = new ProblemPlaces(this.root);
  readonly #perform: Perform;
  #isSubmitted = false;

  constructor(perform: Perform) {
    this.#perform = perform;
    this.root.addEventListener('input', (event) => this.#onInput(event.target));
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  show({ form, draft, keptSecrets, session }: PopupState, isNew: boolean): void {
    if (isNew) {
      writeForm(draft.form ?? form);
      showPool();
      showLapse(session.kind === 'lapsed' ? session.problem : null);
      this.#advise();
    }
    control('clientSecret').setAttribute(
      'placeholder',
      text(keptSecrets.includes('clientSecret') ? 'keptClientSecret' : 'exampleClientSecret'),
    );
    this.#problems.tell(session.kind === 'signedOut' ? session.problem : null, controlOfError);
  }

  refuse(refusal: Refusal): void {
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
    if (target !== this.#password) saveDraft({ form: readForm(), answers: {} });
    if (target.id === 'userPoolId') showPool();
    this.#check(target.id);
    this.#advise();
  }

  // What the advice refuses is said at once, all else only after the first try to sign in.
  #check(id: string): void {
    const form = readForm();
    const typed = control(id);
    const isMarked = typed.hasAttribute('aria-invalid');
    const isAsked = isMarked || this.#isSubmitted;
    const found = isAsked && signInProblems(form, this.#password.value, []).find(({ field }) => field === id);
    const sentence = found ? sentenceOfFieldProblem(found) : adviceOn(form)[id];
    if (sentence || isMarked) this.#problems.mark(typed, sentence ?? null);
  }

  #advise(): void {
    void loadAdvice(readForm())?.then(() => {
      for (const field of ['apiHosts', 'allowedPages']) this.#check(field);
    });
  }

  #submit(): void {
    const form = readForm();
    const advice = loadAdvice(form);
    if (advice) {
      advice.then(
        () => this.#submit(),
        () => this.#problems.say(['authError_interrupted']),
      );
      return;
    }
    const password = this.#password.value;
    this.#isSubmitted = true;
    this.#problems.clear();
    const refusals = Object.entries(adviceOn(form));
    for (const [field, refusal] of refusals) this.#problems.mark(control(field), refusal);
    this.#mark(signInProblems(form, password, []));
    const settings = parseProfileForm(form);
    if (this.#problems.firstMarked() || !settings.ok) {
      this.focus();
      return;
    }
    // Both at once: the browser's question may close the popup, and the sign-in then goes on without it.
    void askAccess(neededAccess(settings.value));
    void this.#perform({ type: 'signIn', form, credential: password }, 'signingIn');
  }

  #mark(found: readonly FieldProblem[]): void {
    for (const problem of found) {
      this.#problems.mark(control(problem.field), sentenceOfFieldProblem(problem));
    }
  }
}

function controlOfError(code: AuthErrorCode): Control | null {
  const field = fieldOfError(code);
  return field && control(field);
}

/** What follows from a user pool ID, so that a slip is seen before the sign-in. */
function showPool(): void {
  const pool = parseUserPoolId(control('userPoolId').value);
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
