import type { SignInWindow } from '../background/ports';
import { AuthError } from '../core/auth-error';

/** Windows that only a test looks at. */
export class FakeSignInWindow implements SignInWindow {
  readonly callbackUrl = 'https://extension-id.chromiumapp.org/';
  /** What the open tabs show, by id. */
  readonly tabs = new Map<number, string>();
  /** Acts as the user and the pool's pages do: gets the URL that was opened, gives the callback URL with the answer. */
  visit: (url: string) => Promise<string> = async () => {
    throw new AuthError('hostedUiCancelled');
  };
  #lastTabId = 100;

  async launch(url: string): Promise<string> {
    return this.visit(url);
  }

  async openTab(): Promise<number> {
    this.#lastTabId += 1;
    this.tabs.set(this.#lastTabId, 'about:blank');
    return this.#lastTabId;
  }

  async tabIds(): Promise<readonly number[]> {
    return [7, ...this.tabs.keys()];
  }

  async navigate(tabId: number, url: string): Promise<void> {
    this.tabs.set(tabId, url);
  }

  async closeTab(tabId: number): Promise<void> {
    this.tabs.delete(tabId);
  }
}
