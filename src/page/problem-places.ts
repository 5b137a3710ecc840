import { text } from '../browser/texts';
import type { AuthErrorCode, AuthProblem } from '../core/auth-error';
import { type Control, within } from './elements';
import { type Sentence, sentenceOfAuthProblem } from './sentence';

/** Finds the control that has to change after a failure; null if there is none. */
export type ControlOfError = (code: AuthErrorCode) => Control | null;

const MARKED = '[aria-invalid="true"]';

/** Where a view says what is wrong: beside each control, in `#<its id>Problem`, and below them all. */
export class ProblemPlaces {
  readonly #root: HTMLElement;
  readonly #below: HTMLElement;
  #told: AuthProblem | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#below = within(root, '.messages > .problem', HTMLElement);
  }

  /** Says what is wrong beside a control; null takes it back. */
  mark(control: Control, sentence: Sentence | null): void {
    fill(within(this.#root, `#${CSS.escape(control.id)}Problem`, HTMLElement), sentence);
    if (sentence) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  /** Says below the controls what went wrong; null takes it back. */
  say(sentence: Sentence | null): void {
    fill(this.#below, sentence);
  }

  /**
   * Says what the state has gone wrong with. The same failure is told once, so that it does not come back after the
   * user has corrected it.
   * @returns whether it was told now
   */
  tell(problem: AuthProblem | null, controlOf: ControlOfError): boolean {
    if (problem?.code === this.#told?.code && problem?.detail === this.#told?.detail) return false;
    this.clear();
    this.#told = problem;
    if (problem) this.place(problem, controlOf);
    return problem !== null;
  }

  /** Says why an act failed, beside the control that has to change or else below them all. */
  place(problem: AuthProblem, controlOf: ControlOfError): void {
    const control = controlOf(problem.code);
    if (control) this.mark(control, sentenceOfAuthProblem(problem));
    else this.say(sentenceOfAuthProblem(problem));
  }

  /** Takes everything back. */
  clear(): void {
    this.#told = null;
    this.say(null);
    for (const control of this.#root.querySelectorAll<Control>(MARKED)) this.mark(control, null);
  }

  /** The first control that something is wrong with. */
  firstMarked(): Control | null {
    return this.#root.querySelector<Control>(MARKED);
  }
}

// Hidden while empty: an alert that appears is read out, also when its words are the same as before.
function fill(place: HTMLElement, sentence: Sentence | null): void {
  const words = sentence ? text(...sentence).trim() : '';
  if (place.textContent !== words) place.textContent = words;
  place.hidden = words === '';
}
