import { currentTab } from '../../browser/current-tab';
import { askOfShown } from '../../browser/requests';
import { text } from '../../browser/texts';
import { askAccess } from '../../page/access';
import { element, onClick } from '../../page/elements';
import type { Perform } from '../view';
import { patternOfOrigin, sentenceOfPage } from './page-sentence';

/** Says whether the page in the current tab may use the token, and lets the user allow it. */
export class PagePanel {
  readonly #says = element('pageSays', HTMLElement);
  readonly #allow = element('allowPage', HTMLButtonElement);
  #origin = '';

  constructor(perform: Perform) {
    onClick('allowPage', () => {
      // Both at once: the browser's question may close the popup, and the page is then allowed all the same.
      void askAccess([patternOfOrigin(this.#origin)]);
      void perform({ type: 'allowPage', origin: this.#origin }, 'saving');
    });
  }

  async show(name: string): Promise<void> {
    const tab = await currentTab();
    const reply = tab && (await askOfShown({ type: 'getPage', ...tab }));
    if (!reply?.ok) return this.clear();
    const page = reply.value;
    const sentence = sentenceOfPage(page, name);
    this.#says.textContent = sentence && text(...sentence);
    // Its place is two lines: the title has a long list of hosts in full.
    this.#says.title = this.#says.textContent;
    this.#allow.hidden = page.kind !== 'notAllowed';
    if (page.kind === 'notAllowed') this.#origin = page.origin;
  }

  clear(): void {
    this.#says.textContent = '';
    this.#allow.hidden = true;
  }
}
