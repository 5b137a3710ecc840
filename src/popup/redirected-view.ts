import { text } from '../browser/texts';
import type { Failure } from '../core/messages/protocol';
import type { PopupState } from '../core/views/popup-state';
import { element, onClick } from '../page/elements';
import { ProblemPlaces } from '../page/problem-places';
import { sentenceOfAuthProblem } from '../page/sentence';
import type { Perform, View } from './view';

/** The pool's own pages are open in another window. */
export class RedirectedView implements View {
  readonly root = element('redirectedView', HTMLElement);
  readonly #problems = new ProblemPlaces(this.root);

  constructor(perform: Perform) {
    onClick('cancelRedirect', () => void perform({ type: 'cancelSignIn' }, 'cancelling'));
  }

  show({ session }: PopupState): void {
    if (session.kind !== 'redirected') return;
    const until = new Date(session.endsAtMs).toLocaleTimeString([], { timeStyle: 'short' });
    element('redirectedUntil', HTMLElement).textContent = text('redirectedUntil', until);
  }

  refuse(refusal: Failure): void {
    if ('problem' in refusal) this.#problems.say(sentenceOfAuthProblem(refusal.problem));
  }

  focus(): void {
    element('cancelRedirect', HTMLButtonElement).focus();
  }

  leave(): void {
    this.#problems.clear();
  }
}
