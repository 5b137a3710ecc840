import type { PageFunction, Tab } from '../browser-under-test';
import { waitUntil } from '../wait-until';
import {
  type Command,
  callOf,
  type ElementReference,
  elementId,
  type FirefoxSession,
} from './firefox-session';
import { MarionetteError } from './marionette';

/** A tab of Firefox, with a web page or a page of the extension in it. */
export class FirefoxTab implements Tab {
  readonly #session: FirefoxSession;
  readonly #handle: string;

  private constructor(session: FirefoxSession, handle: string) {
    this.#session = session;
    this.#handle = handle;
  }

  static async open(session: FirefoxSession): Promise<FirefoxTab> {
    return new FirefoxTab(session, await session.newTab());
  }

  /** Opens a page that only the browser itself may open, such as an extension's. */
  static async openTrusted(session: FirefoxSession, url: string): Promise<FirefoxTab> {
    const tab = new FirefoxTab(session, await session.newTrustedTab(url));
    await waitUntil(`${url} loaded`, () => tab.#hasLoaded(url));
    return tab;
  }

  /** Takes the tab that an act opens, such as a window that the extension asks for. */
  static async openedBy(session: FirefoxSession, act: () => Promise<unknown>): Promise<FirefoxTab> {
    return new FirefoxTab(session, await session.tabOpenedBy(act));
  }

  async goto(url: string): Promise<void> {
    const isOvertaken = await this.#session.inTab(this.#handle, (command) =>
      command('WebDriver:Navigate', { url }).then(() => false, isOvertakenBy),
    );
    // The page was on its way to somewhere else, and has arrived now.
    if (isOvertaken) await this.goto(url);
  }

  /** Types it into the address bar of this tab. */
  async enter(url: string): Promise<void> {
    await this.act(async () => undefined);
    await this.#session.inChrome(ENTER, url);
  }

  async evaluate<Args extends readonly unknown[], Result>(
    source: string | PageFunction<Args, Result>,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const script = callOf(source);
    return this.#session.inTab(this.#handle, (command) =>
      command<Awaited<Result>>('WebDriver:ExecuteScript', { script, args }),
    );
  }

  url(): Promise<string> {
    return this.#session.inTab(this.#handle, (command) => command<string>('WebDriver:GetCurrentURL'));
  }

  click(selector: string): Promise<void> {
    return this.act(async (command) => {
      const found = { using: 'css selector', value: selector };
      const element = await command<ElementReference>('WebDriver:FindElement', found);
      await command('WebDriver:ElementClick', elementId(element));
    });
  }

  /** Runs commands in this tab, in front of all others, as clicks and typing need it. */
  act<T>(task: (command: Command) => Promise<T>): Promise<T> {
    return this.#session.inTab(this.#handle, task, true);
  }

  async others(): Promise<readonly FirefoxTab[]> {
    const all = await this.#session.openedTabs();
    return all
      .filter((handle) => handle !== this.#handle)
      .map((handle) => new FirefoxTab(this.#session, handle));
  }

  close(): Promise<void> {
    return this.#session.closeTab(this.#handle);
  }

  // The document is replaced while it loads, and there is none to ask for a moment.
  #hasLoaded(url: string): Promise<boolean> {
    return this.evaluate(
      (wanted: string) => location.href === wanted && document.readyState === 'complete',
      url,
    ).catch(() => false);
  }
}

// Runs in Firefox's own interface.
const ENTER = `
  const { gURLBar } = Services.wm.getMostRecentWindow('navigator:browser');
  gURLBar.focus();
  gURLBar.value = arguments[0];
  gURLBar.handleCommand();
`;

// A page that cannot be had is an answer too: the servers say whether it was asked for. A navigation that the page itself
// had begun may replace the document to which the command was given.
function isOvertakenBy(error: unknown): boolean {
  if (!(error instanceof MarionetteError)) throw error;
  if (error.message.includes('Browsing context has been discarded')) return true;
  if (error.message.includes('Reached error page')) return false;
  throw error;
}
