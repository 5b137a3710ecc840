import type { Keeping } from '../cognito/auth-step';
import type { TokenSource } from '../cognito/token-source';
import type { Profile } from '../core/profile/profile';
import type { NetRule, RuleAbilities } from '../core/rules/net-rule';
import type { RuleChange } from '../core/rules/rule-diff';
import type { ProfileSecrets } from '../core/session/credentials';
import type { StorageArea } from '../core/storage/stored-key';

/** The browser's storage. */
export interface Storage {
  /** What is stored under these keys; a key under which nothing lies is missing from the answer. */
  get(area: StorageArea, keys: readonly string[]): Promise<Record<string, unknown>>;
  /** Stores all of these together, or none. */
  set(area: StorageArea, items: Readonly<Record<string, unknown>>): Promise<void>;
  remove(area: StorageArea, keys: readonly string[]): Promise<void>;
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

/** A request that is about to be sent. */
export interface ApiRequest {
  readonly headers: readonly ApiRequestHeader[];
}

export interface ApiRequestHeader {
  readonly name: string;
  /** Absent where it is no text. */
  readonly value?: string;
}

/** The requests that the browser sends. */
export interface ApiRequests {
  /** Whether a request can be held until its headers are known: in Firefox, not in Chromium. */
  readonly canHold: boolean;
  /**
   * Calls back for each request to these hosts, in place of those of an earlier call; for none where there are none.
   * @param patterns match patterns
   * @param onRequest gives the headers to send instead, or null to leave them. Where requests cannot be held it is on
   *   its way by then, and what this gives is too late
   */
  watch(
    patterns: readonly string[],
    onRequest: (request: ApiRequest) => Promise<readonly ApiRequestHeader[] | null>,
  ): void;
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
  /** The ids of all tabs that are there. */
  tabIds(): Promise<readonly number[]>;
  navigate(tabId: number, url: string): Promise<void>;
  /** Closes a tab; one that is gone already is no error. */
  closeTab(tabId: number): Promise<void>;
}

/** The alarms that wake the background. */
export interface Alarms {
  /** Sets the one that goes off once, or clears it. @param whenMs epoch ms of the local clock; null for none */
  setWake(whenMs: number | null): Promise<void>;
  /** Sets the one that goes off again and again, or clears it. */
  setGuard(isWanted: boolean): Promise<void>;
  /** When that goes off next, epoch ms of the local clock; null if it is not set. */
  guardMs(): Promise<number | null>;
  readonly guardPeriodMs: number;
}

/** What the machine says of the time, and chance, so that tests can decide both. */
export interface LocalClock {
  /** Epoch ms of the local clock, which can be set. */
  readonly wall: () => number;
  /** Ms since the worker began; it may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Time and chance for all that decides. */
export interface Clock {
  /** Epoch ms of the local clock, as if nobody had ever set it back. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The way to the tokens of a profile, by its secrets. */
export type TokenSourceFor = (profile: Profile, secrets: ProfileSecrets, keeping?: Keeping) => TokenSource;
