import { text } from '../browser/texts';
import type { HostScope } from '../core/profile/profile';
import { HOST_SCOPES } from '../core/profile/settings';
import type { HostView } from '../core/views/popup-state';
import { askAccess } from '../page/access';
import { cloneOf, element, within } from '../page/elements';
import { hostNameOf } from '../page/host-name';
import { fillTextsIn } from '../page/page-texts';

/** The API hosts: where the token of each applies, and whether the browser lets it through. */
export class HostList {
  readonly #list = element('hosts', HTMLUListElement);
  readonly #setScope: (host: string, scope: HostScope) => void;
  #shown = '';
  #views: readonly HostView[] = [];

  /** @param setScope called when the user chooses where the token of a host applies */
  constructor(setScope: (host: string, scope: HostScope) => void) {
    this.#setScope = setScope;
  }

  show(views: readonly HostView[]): void {
    this.#views = views;
    const names = JSON.stringify(views.map(({ host }) => host));
    // Rows of the same hosts stay, and with them the focus.
    if (names !== this.#shown)
      this.#list.replaceChildren(...views.map(({ host }, at) => this.#row(host, at)));
    this.#shown = names;
    [...this.#list.children].forEach((row, at) => {
      const view = views[at];
      if (view) fillRow(row, view);
    });
  }

  #row(host: string, at: number): DocumentFragment {
    const row = cloneOf('hostTemplate');
    fillTextsIn(row);
    const name = within(row, 'strong', HTMLElement);
    name.textContent = hostNameOf(host);
    name.id = `host${at}`;
    const select = within(row, 'select', HTMLSelectElement);
    select.setAttribute('aria-label', text('labelScope', hostNameOf(host)));
    select.addEventListener('change', () => {
      const scope = HOST_SCOPES.find((each) => each === select.value);
      if (scope) this.#setScope(host, scope);
    });
    const allow = within(row, 'button', HTMLButtonElement);
    allow.setAttribute('aria-describedby', name.id);
    allow.addEventListener('click', () => {
      const missing = this.#views[at]?.missingAccess;
      if (missing) void askAccess([missing]);
    });
    return row;
  }
}

function fillRow(row: Element, { scope, missingAccess }: HostView): void {
  within(row, 'select', HTMLSelectElement).value = scope;
  const access = within(row, '.access', HTMLElement);
  access.textContent = text(missingAccess === null ? 'accessGranted' : 'accessMissing');
  access.classList.toggle('missing', missingAccess !== null);
  within(row, 'button', HTMLButtonElement).hidden = missingAccess === null;
}
