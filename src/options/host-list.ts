import { text } from '../browser/texts';
import { HOST_SCOPES, type SwitchSettings } from '../core/profile/settings';
import type { HostView } from '../core/views/popup-state';
import { askAccess, askToSeeNavigations } from '../page/access';
import { cloneOf, element, within } from '../page/elements';
import { hostNameOf } from '../page/host-name';
import { fillTextsIn } from '../page/page-texts';

type HostSettings = Partial<Pick<SwitchSettings, 'hostScopes' | 'hostFrames'>>;

/** The API hosts: where the token of each applies, and whether the browser lets it through. */
export class HostList {
  readonly #list = element('hosts', HTMLUListElement);
  readonly #save: (settings: HostSettings) => void;
  #shown = '';
  #views: readonly HostView[] = [];

  /** @param save called with what the user has chosen for a host */
  constructor(save: (settings: HostSettings) => void) {
    this.#save = save;
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
      if (scope) this.#save({ hostScopes: { [host]: scope } });
    });
    const frames = within(row, 'input', HTMLInputElement);
    frames.setAttribute('aria-label', text('labelHostFrames', hostNameOf(host)));
    frames.addEventListener('change', () => this.#save({ hostFrames: { [host]: frames.checked } }));
    const allow = within(row, '.allow', HTMLButtonElement);
    allow.setAttribute('aria-describedby', name.id);
    allow.addEventListener('click', () => {
      const missing = this.#views[at]?.missingAccess;
      if (missing) void askAccess([missing]);
    });
    const navigations = within(row, '.allowNavigation', HTMLButtonElement);
    const reason = within(row, '.navigation', HTMLElement);
    reason.id = `navigation${at}`;
    navigations.setAttribute('aria-describedby', reason.id);
    navigations.addEventListener('click', () => void askToSeeNavigations());
    return row;
  }
}

function fillRow(row: Element, { scope, frames, missingAccess, missesNavigations }: HostView): void {
  within(row, 'select', HTMLSelectElement).value = scope;
  const checkbox = within(row, 'input', HTMLInputElement);
  checkbox.checked = frames;
  checkbox.disabled = scope === 'onlyTyped';
  const access = within(row, '.access', HTMLElement);
  access.textContent = text(missingAccess === null ? 'accessGranted' : 'accessMissing');
  access.classList.toggle('missing', missingAccess !== null);
  within(row, '.allow', HTMLButtonElement).hidden = missingAccess === null;
  within(row, '.navigation', HTMLElement).hidden = !missesNavigations;
  within(row, '.allowNavigation', HTMLButtonElement).hidden = !missesNavigations;
}
