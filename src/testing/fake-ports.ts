import type { Clock, NetRules, Storage, WithLock } from '../background/ports';
import type { HeaderRule } from '../core/header-rules';
import type { StoredKey } from '../core/stored';

/** Storage in memory that copies values as the browser does, so that nobody shares an object with it. */
export class FakeStorage implements Storage {
  readonly #items = new Map<string, string>();

  async read<T>(item: StoredKey<T>): Promise<T> {
    const json = this.#items.get(item.key);
    return json === undefined ? item.initial : (item.parse(JSON.parse(json)) ?? item.initial);
  }

  async write<T>(item: StoredKey<T>, value: T): Promise<void> {
    this.#items.set(item.key, JSON.stringify(value));
  }

  async remove<T>(item: StoredKey<T>): Promise<void> {
    this.#items.delete(item.key);
  }

  /** Everything stored, as text. */
  get text(): string {
    return JSON.stringify([...this.#items]);
  }
}

/** Locks that really exclude, within one test. */
export function createFakeLocks(): WithLock {
  const tails = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const result = (tails.get(name) ?? Promise.resolve()).then(task);
    tails.set(
      name,
      result.catch(() => undefined),
    );
    return result;
  };
}

/** Session rules in memory, changed as atomically as the browser's. */
export class FakeNetRules implements NetRules {
  rules: readonly HeaderRule[] = [];
  changes = 0;

  async installed(): Promise<readonly HeaderRule[]> {
    return this.rules;
  }

  async change(change: Parameters<NetRules['change']>[0]): Promise<void> {
    const kept = this.rules.filter(({ id }) => !change.removeRuleIds.includes(id));
    const taken = new Set(kept.map(({ id }) => id));
    if (change.addRules.some(({ id }) => taken.has(id))) throw new Error('Rule with this id already exists');
    this.rules = [...kept, ...change.addRules];
    this.changes += 1;
  }

  /** The header values that are set now, `Bearer …` first letters only matter to the test that reads them. */
  get bearers(): readonly string[] {
    const values = this.rules.flatMap(({ action }) => action.requestHeaders.map(({ value }) => value));
    return [...new Set(values.filter((value) => value.startsWith('Bearer ')))];
  }
}

/** A clock that stands until it is put forward, and chance that is always in the middle. */
export class FakeClock implements Clock {
  nowMs = Date.UTC(2026, 0, 15, 12);

  readonly now = (): number => this.nowMs;
  readonly random = (): number => 0.5;

  advance(ms: number): void {
    this.nowMs += ms;
  }
}
