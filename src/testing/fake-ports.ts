import type {
  Alarms,
  ApiRequestHeader,
  ApiRequests,
  LocalClock,
  NetRules,
  RuleSet,
  Storage,
} from '../background/ports';
import type { NetRule, RuleAbilities } from '../core/rules/net-rule';
import type { RuleChange } from '../core/rules/rule-diff';
import type { StorageArea } from '../core/storage/stored-key';

/** Storage in memory that copies values as the browser does: nobody shares an object with it, and keys come back sorted. */
export class FakeStorage implements Storage {
  /** How often it was asked for something. */
  reads = 0;
  /** How often something was changed. */
  writes = 0;
  readonly #items = new Map<string, { readonly area: StorageArea; readonly json: string }>();

  async get(area: StorageArea, keys: readonly string[]): Promise<Record<string, unknown>> {
    this.reads += 1;
    const found = keys.flatMap((key) => {
      const item = this.#items.get(key);
      return item?.area === area ? [[key, JSON.parse(item.json, sorted) as unknown]] : [];
    });
    return Object.fromEntries(found);
  }

  async set(area: StorageArea, items: Readonly<Record<string, unknown>>): Promise<void> {
    this.writes += 1;
    for (const [key, value] of Object.entries(items)) {
      this.#items.set(key, { area, json: JSON.stringify(value) });
    }
  }

  async remove(_area: StorageArea, keys: readonly string[]): Promise<void> {
    this.writes += 1;
    for (const key of keys) this.#items.delete(key);
  }

  /** Everything stored, as text. */
  get text(): string {
    return JSON.stringify([...this.#items].map(([key, { json }]) => [key, json]));
  }

  /** What lies in one area, as text. */
  textOf(wanted: StorageArea): string {
    const items = [...this.#items].filter(([, { area }]) => area === wanted);
    return JSON.stringify(items.map(([key, { json }]) => [key, JSON.parse(json) as unknown]));
  }

  /** Loses what lies in memory, as at the end of the browser. */
  endSession(): void {
    for (const [key, { area }] of this.#items) if (area === 'session') this.#items.delete(key);
  }
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Rules in memory, changed as atomically as the browser's. */
export class FakeNetRules implements NetRules {
  readonly abilities: RuleAbilities = { topDomains: true };
  readonly holdPageUrl = 'chrome-extension://id/src/signing-in/signing-in.html?to=';
  readonly sets: Record<RuleSet, readonly NetRule[]> = { session: [], dynamic: [] };
  changes = 0;

  async installed(ruleSet: RuleSet): Promise<readonly NetRule[]> {
    return this.sets[ruleSet];
  }

  async change(ruleSet: RuleSet, change: RuleChange): Promise<void> {
    const kept = this.sets[ruleSet].filter(({ id }) => !change.removeRuleIds.includes(id));
    const taken = new Set(kept.map(({ id }) => id));
    if (change.addRules.some(({ id }) => taken.has(id))) throw new Error('Rule with this id already exists');
    this.sets[ruleSet] = [...kept, ...change.addRules];
    this.changes += 1;
  }

  /** Loses the session rules, as at the end of the browser. */
  endSession(): void {
    this.sets.session = [];
  }

  get rules(): readonly NetRule[] {
    return this.sets.session;
  }

  /** The different values of the Authorization header that are set now. */
  get bearers(): readonly string[] {
    const changes = this.rules.flatMap(({ action }) =>
      action.type === 'modifyHeaders' ? action.requestHeaders : [],
    );
    return [...new Set(changes.map(({ value }) => value).filter((value) => value.startsWith('Bearer ')))];
  }
}

/** Requests that a test says were sent. */
export class FakeApiRequests implements ApiRequests {
  canHold = false;
  patterns: readonly string[] = [];
  #onRequest: Parameters<ApiRequests['watch']>[1] = async () => null;

  watch(...[patterns, onRequest]: Parameters<ApiRequests['watch']>): void {
    this.patterns = patterns;
    this.#onRequest = onRequest;
  }

  /** Sends a request with these headers. @returns those that it is sent with in the end */
  async send(headers: readonly ApiRequestHeader[]): Promise<readonly ApiRequestHeader[]> {
    if (this.patterns.length === 0) return headers;
    return (await this.#onRequest({ headers })) ?? headers;
  }
}

/** Clocks that stand until they are put forward, and chance that is always in the middle. */
export class FakeClock implements LocalClock {
  #realMs = Date.UTC(2026, 0, 15, 12);
  #wrongMs = 0;
  #sleptMs = 0;

  /** What the local clock says, epoch ms; to change it is to let so much time go by. */
  get nowMs(): number {
    return this.wall();
  }

  set nowMs(ms: number) {
    this.advance(ms - this.nowMs);
  }

  /** The time that it really is, as servers tell it. */
  readonly real = (): number => this.#realMs;
  readonly wall = (): number => this.#realMs + this.#wrongMs;
  readonly monotonic = (): number => this.#realMs - this.#sleptMs;
  readonly random = (): number => 0.5;

  advance(ms: number): void {
    this.#realMs += ms;
  }

  /** Lets time go by that the monotonic clock does not see. */
  sleep(ms: number): void {
    this.#realMs += ms;
    this.#sleptMs += ms;
  }

  /** Sets the local clock forward, or back, at one moment. */
  set(ms: number): void {
    this.#wrongMs += ms;
  }
}

/** Alarms that go off when a test says so. */
export class FakeAlarms implements Alarms {
  readonly guardPeriodMs = 30_000;
  /** Epoch ms of the local clock; null if it is not set. */
  wakeMs: number | null = null;
  nextGuardMs: number | null = null;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async setWake(whenMs: number | null): Promise<void> {
    this.wakeMs = whenMs;
  }

  async setGuard(isWanted: boolean): Promise<void> {
    const latestMs = this.#clock.wall() + this.guardPeriodMs;
    if (!isWanted) this.nextGuardMs = null;
    else if (this.nextGuardMs === null || this.nextGuardMs > latestMs) this.nextGuardMs = latestMs;
  }

  async guardMs(): Promise<number | null> {
    return this.nextGuardMs;
  }
}
