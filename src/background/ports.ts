import type { NetRule, RuleAbilities } from '../core/header-rules';
import type { RuleChange } from '../core/rule-diff';
import type { StoredKey } from '../core/stored';

/** The browser's storage. */
export interface Storage {
  read<T>(item: StoredKey<T>): Promise<T>;
  write<T>(item: StoredKey<T>, value: T): Promise<void>;
  remove<T>(item: StoredKey<T>): Promise<void>;
}

/** Runs a task alone among all contexts of the extension that use the same name. */
export type WithLock = <T>(name: string, task: () => Promise<T>) => Promise<T>;

/** `session` rules are in memory and end with the browser; `dynamic` ones lie on disk, in clear, and survive it. */
export type RuleSet = 'session' | 'dynamic';

/** The browser's header and redirect rules. */
export interface NetRules {
  installed(ruleSet: RuleSet): Promise<readonly NetRule[]>;
  change(ruleSet: RuleSet, change: RuleChange): Promise<void>;
  readonly abilities: RuleAbilities;
  /** The URL to which the hold page's rule appends the URL that was asked for. */
  readonly holdPageUrl: string;
}

/** Shows the pool's own pages to the user. */
export interface SignInWindow {
  /** The callback URL that the browser answers itself. */
  readonly callbackUrl: string;
  /**
   * Opens a URL in a window that the browser manages and that ends at its own callback URL.
   * @returns the callback URL with what the pool has added
   * @throws AuthError `hostedUiCancelled` if the user closes it, `hostedUiUnopened` if it cannot be shown
   */
  launch(url: string, options: { readonly isInteractive: boolean }): Promise<string>;
  /** Opens an empty tab. @returns its id */
  openTab(): Promise<number>;
  navigate(tabId: number, url: string): Promise<void>;
  /** Closes a tab; one that is gone already is no error. */
  closeTab(tabId: number): Promise<void>;
}

/** Time and chance, so that tests can decide both. */
export interface Clock {
  /** Epoch ms of the local clock. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}
