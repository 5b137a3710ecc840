import type { HeaderRule } from '../core/header-rules';
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

/** The browser's session rules. */
export interface NetRules {
  installed(): Promise<readonly HeaderRule[]>;
  change(change: RuleChange): Promise<void>;
}

/** Time and chance, so that tests can decide both. */
export interface Clock {
  /** Epoch ms of the local clock. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}
