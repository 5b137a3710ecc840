import { askOfShown } from '../../browser/requests';
import { text } from '../../browser/texts';
import { sayStatus, startBusy } from '../../page/busy';
import { element } from '../../page/elements';
import type { ProblemPlaces } from '../../page/problem-places';
import { sentenceOfAuthProblem } from '../../page/sentence';

/** Copies and shows the token. It is asked for on each click, and kept nowhere but in the field that shows it. */
export class TokenActs {
  readonly #root: HTMLElement;
  readonly #problems: ProblemPlaces;
  readonly #shown = element('token', HTMLTextAreaElement);
  readonly #toggle = element('showToken', HTMLButtonElement);

  constructor(root: HTMLElement, problems: ProblemPlaces) {
    this.#root = root;
    this.#problems = problems;
    element('copyToken', HTMLButtonElement).addEventListener('click', () => void this.#copy());
    this.#toggle.addEventListener('click', () => void this.#showOrHide());
    addEventListener('pagehide', () => this.hide());
  }

  /** Wipes the token from the page. */
  hide(): void {
    this.#shown.value = '';
    this.#shown.hidden = true;
    this.#toggle.textContent = text('showToken');
  }

  async #copy(): Promise<void> {
    const token = await this.#fetch('copying');
    if (token === null) return;
    try {
      await navigator.clipboard.writeText(token);
      sayStatus(this.#root, 'copied');
    } catch {
      this.#problems.say(['copyFailed']);
    }
  }

  async #showOrHide(): Promise<void> {
    if (!this.#shown.hidden) return this.hide();
    const token = await this.#fetch('showing');
    if (token === null) return;
    this.#shown.value = token;
    this.#shown.hidden = false;
    this.#toggle.textContent = text('hideToken');
  }

  async #fetch(saying: string): Promise<string | null> {
    this.#problems.say(null);
    const endBusy = startBusy(this.#root, saying);
    const reply = await askOfShown({ type: 'getToken' });
    endBusy();
    if (reply.ok) return reply.value;
    if ('problem' in reply) this.#problems.say(sentenceOfAuthProblem(reply.problem));
    return null;
  }
}
