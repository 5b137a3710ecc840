import { waitUntil } from '../wait-until';
import { Marionette } from './marionette';

const LONGEST_STEP_MS = 90_000;

/** The key of an element's reference. Source: W3C WebDriver, "Elements", web element identifier. */
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

/** An element of a page, as commands name it. */
export interface ElementReference {
  readonly [ELEMENT_KEY]: string;
}

/** The parameter that names an element. */
export function elementId(element: ElementReference): { id: string } {
  return { id: element[ELEMENT_KEY] };
}

/** Sends a command, within a turn. */
export type Command = <T = unknown>(name: string, parameters?: object) => Promise<T>;

/**
 * The script that calls a function, given as itself or as its source, with the arguments of the command. What calls
 * `__name` was put there by esbuild, under tsx, to keep the names of functions; a page does not have it.
 */
export function callOf(source: string | ((...args: never) => unknown)): string {
  return `const __name = (named) => named; return (${source})(...arguments)`;
}

/**
 * Marionette has one current tab and one context. Here each task gets a turn of its own, in the tab or context it
 * asks for, so that many tabs can be used at once without knowing of each other.
 */
export class FirefoxSession {
  readonly #marionette: Marionette;
  /** The tab that Firefox began with. It stays open: commands need some tab, and the last one ends the browser. */
  readonly #firstTab: string;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #current = { tab: '', isInFront: false };

  private constructor(marionette: Marionette, firstTab: string) {
    this.#marionette = marionette;
    this.#firstTab = firstTab;
  }

  /** Connects and begins a session that accepts any certificate, in pages and in the extension's background alike. */
  static async begin(port: number): Promise<FirefoxSession> {
    const marionette = await Marionette.connect(port);
    await marionette.command('WebDriver:NewSession', { acceptInsecureCerts: true });
    await marionette.command('WebDriver:SetTimeouts', {
      script: LONGEST_STEP_MS,
      pageLoad: LONGEST_STEP_MS,
      implicit: 0,
    });
    return new FirefoxSession(marionette, await marionette.command<string>('WebDriver:GetWindowHandle'));
  }

  /**
   * Runs a task in a tab.
   * @param inFront selects the tab first, which clicks and typing need
   */
  inTab<T>(tab: string, task: (command: Command) => Promise<T>, inFront = false): Promise<T> {
    return this.#takeTurn(async (command) => {
      await this.#switchTo(tab, inFront, command);
      return task(command);
    });
  }

  /** Runs a task that needs no tab of its own. */
  run<T>(task: (command: Command) => Promise<T>): Promise<T> {
    return this.inTab(this.#firstTab, task);
  }

  /** Runs the body of an async function in the browser's own interface, with all its rights. */
  inChrome<T>(body: string, ...args: unknown[]): Promise<T> {
    return this.run((command) => runInChrome<T>(command, body, args));
  }

  /** Opens an empty tab. */
  newTab(): Promise<string> {
    return this.run(async (command) => {
      const { handle } = await command<{ handle: string }>('WebDriver:NewWindow', { type: 'tab' });
      return handle;
    });
  }

  /** Opens a tab as the browser itself does: no page, and no command to navigate, may open an extension's page. */
  newTrustedTab(url: string): Promise<string> {
    return this.run(async (command) => {
      const handles = () => command<string[]>('WebDriver:GetWindowHandles');
      const before = new Set(await handles());
      await runInChrome(command, OPEN_TRUSTED_TAB, [url]);
      const opened = async () => (await handles()).find((handle) => !before.has(handle));
      return waitUntil(`a tab with ${url}`, opened);
    });
  }

  /** Waits for the tab that an act opens, in whatever window. */
  async tabOpenedBy(act: () => Promise<unknown>): Promise<string> {
    const handles = () => this.run((command) => command<string[]>('WebDriver:GetWindowHandles'));
    const before = new Set(await handles());
    await act();
    return waitUntil('a new tab', async () => (await handles()).find((handle) => !before.has(handle)));
  }

  /** All tabs but the one that Firefox began with. */
  async openedTabs(): Promise<readonly string[]> {
    const all = await this.run((command) => command<string[]>('WebDriver:GetWindowHandles'));
    return all.filter((handle) => handle !== this.#firstTab);
  }

  closeTab(tab: string): Promise<void> {
    return this.inTab(tab, async (command) => {
      await command('WebDriver:CloseWindow');
      this.#current = { tab: '', isInFront: false };
    });
  }

  end(): void {
    this.#marionette.close();
  }

  #takeTurn<T>(task: (command: Command) => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(() =>
      task((name, parameters) => this.#marionette.command(name, parameters)),
    );
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #switchTo(tab: string, inFront: boolean, command: Command): Promise<void> {
    const isThere = this.#current.tab === tab && (this.#current.isInFront || !inFront);
    if (isThere) return;
    await command('WebDriver:SwitchToWindow', { handle: tab, focus: inFront });
    this.#current = { tab, isInFront: inFront };
  }
}

const OPEN_TRUSTED_TAB = `
  Services.wm.getMostRecentWindow('navigator:browser').gBrowser.addTrustedTab(arguments[0]);
`;

async function runInChrome<T>(command: Command, body: string, args: readonly unknown[]): Promise<T> {
  await command('Marionette:SetContext', { value: 'chrome' });
  try {
    const script = `return (async function () { ${body} }).apply(null, arguments)`;
    return await command<T>('WebDriver:ExecuteScript', { script, args });
  } finally {
    await command('Marionette:SetContext', { value: 'content' });
  }
}
