import type { UserPool } from '../user-pool/start-user-pool';
import type { RecordingSites } from './recording-sites';

export type BrowserName = 'chromium' | 'firefox';

/** A function that is sent to a page as text: it stands alone, and what it takes and gives is JSON. */
export type PageFunction<Args extends readonly unknown[], Result> = (...args: Args) => Result;

interface Scriptable {
  /** Runs a function, or the source of one, in the page and waits for its promise. */
  evaluate<Args extends readonly unknown[], Result>(
    source: string | PageFunction<Args, Result>,
    ...args: Args
  ): Promise<Awaited<Result>>;
}

/** An ordinary browser tab. */
export interface Tab extends Scriptable {
  /** Goes there as if the user had typed it, until it has loaded. A page that cannot be had is no error. */
  goto(url: string): Promise<void>;
  /** Types it into the address bar, where that makes a difference to the browser; does not wait for the page. */
  enter(url: string): Promise<void>;
  url(): Promise<string>;
  /** Clicks the element that a CSS selector finds, as a user does. */
  click(selector: string): Promise<void>;
  /** All other tabs, in whatever window, but for the one that a browser needs to stay open. */
  others(): Promise<readonly Tab[]>;
  close(): Promise<void>;
}

/** What a user can do in the popup, by the names that a screen reader says. Each waits until it can be done. */
export interface PopupDriver extends Scriptable {
  /** Fills fields by their labels, opening "More options" if one of them is in there. */
  fill(values: Readonly<Record<string, string>>): Promise<void>;
  press(buttonName: string): Promise<void>;
  toggle(switchName: string): Promise<void>;
  isOn(switchName: string): Promise<boolean>;
  waitForText(text: string): Promise<void>;
  waitForButton(name: string): Promise<void>;
  /** What the alerts say, once there is one. */
  alertText(): Promise<string>;
  fieldValue(label: string): Promise<string>;
  /** Presses "Copy token" and reads the clipboard. */
  copyToken(): Promise<string>;
  close(): Promise<void>;
}

/** A real browser with the extension in it, whichever it is. */
export interface BrowserUnderTest {
  readonly name: BrowserName;
  openTab(): Promise<Tab>;
  openPopup(): Promise<PopupDriver>;
  /** Ends the background as the browser does when it is idle. */
  killBackground(): Promise<void>;
  /** Runs a function in a page of the extension, opened for it. */
  evaluateInExtension: Scriptable['evaluate'];
  close(): Promise<void>;
}

/** A browser, the user pool it finds under Amazon's name, and every other host there is. */
export interface Environment {
  readonly pool: UserPool;
  readonly sites: RecordingSites;
  readonly browser: BrowserUnderTest;
  close(): Promise<void>;
}
