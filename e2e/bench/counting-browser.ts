import { webcrypto } from 'node:crypto';
import { Background } from '../../src/background/background';
import type { NetRules, RuleSet, Storage } from '../../src/background/ports';
import type { NetRule } from '../../src/core/rules/net-rule';
import type { RuleChange } from '../../src/core/rules/rule-diff';
import { createInMemoryLocks } from '../support/in-memory-locks';

/** What a piece of work has cost in calls of the browser. */
export interface Cost {
  readonly reads: number;
  readonly writes: number;
  readonly ruleReads: number;
  readonly ruleUpdates: number;
}

/** The background over a browser in memory that counts what it is asked for. */
export class CountingBrowser {
  /** Epoch ms. */
  nowMs = Date.UTC(2026, 0, 15, 12);
  readonly background: Background;
  readonly #storage = new CountingStorage();
  readonly #netRules = new CountingNetRules();

  constructor() {
    let ids = 0;
    this.background = new Background({
      storage: this.#storage,
      netRules: this.#netRules,
      apiRequests: { canHold: false, watch: () => undefined },
      withLock: createInMemoryLocks(),
      localClock: { wall: () => this.nowMs, monotonic: () => this.nowMs, random: () => 0.5 },
      platform: { fetch: fetchTwice, crypto: webcrypto as unknown as Crypto },
      signInWindow: NO_WINDOW,
      watchTabs: () => undefined,
      newId: () => `profile-${++ids}`,
      alarms: NO_ALARMS,
      announce: () => undefined,
      showBadge: async () => undefined,
      grantedAccess: async () => ({ granted: ['<all_urls>'], socketTwins: false }),
      detectIdleAfter: () => undefined,
      rulesActedOnTab: async () => null,
    });
  }

  /** Does something. @returns what it has cost until it was done */
  async costOf(work: () => Promise<unknown>): Promise<Cost> {
    const before = this.#counts();
    await work();
    const after = this.#counts();
    return {
      reads: after.reads - before.reads,
      writes: after.writes - before.writes,
      ruleReads: after.ruleReads - before.ruleReads,
      ruleUpdates: after.ruleUpdates - before.ruleUpdates,
    };
  }

  #counts(): Cost {
    const { reads, writes } = this.#storage;
    const { reads: ruleReads, updates: ruleUpdates } = this.#netRules;
    return { reads, writes, ruleReads, ruleUpdates };
  }
}

class CountingStorage implements Storage {
  reads = 0;
  writes = 0;
  readonly #items = new Map<string, string>();

  async get(area: 'local' | 'session', keys: readonly string[]): Promise<Record<string, unknown>> {
    this.reads += 1;
    const found = keys.flatMap((key) => {
      const json = this.#items.get(`${area}/${key}`);
      return json === undefined ? [] : [[key, JSON.parse(json) as unknown]];
    });
    return Object.fromEntries(found);
  }

  async set(area: 'local' | 'session', items: Readonly<Record<string, unknown>>): Promise<void> {
    this.writes += 1;
    for (const [key, value] of Object.entries(items)) {
      this.#items.set(`${area}/${key}`, JSON.stringify(value));
    }
  }

  async remove(area: 'local' | 'session', keys: readonly string[]): Promise<void> {
    this.writes += 1;
    for (const key of keys) this.#items.delete(`${area}/${key}`);
  }
}

class CountingNetRules implements NetRules {
  reads = 0;
  updates = 0;
  readonly abilities = { topDomains: true };
  readonly holdPageUrl = 'chrome-extension://id/src/signing-in/signing-in.html?to=';
  readonly #sets: Record<RuleSet, readonly NetRule[]> = { session: [], dynamic: [] };

  async installed(ruleSet: RuleSet): Promise<readonly NetRule[]> {
    this.reads += 1;
    return this.#sets[ruleSet];
  }

  async change(ruleSet: RuleSet, { removeRuleIds, addRules }: RuleChange): Promise<void> {
    this.updates += 1;
    const removed = new Set(removeRuleIds);
    this.#sets[ruleSet] = [...this.#sets[ruleSet].filter(({ id }) => !removed.has(id)), ...addRules];
  }
}

// The pool runs in this process: while that is busy, a connection that was kept open may end under a call.
const fetchTwice: typeof fetch = (...call) => fetch(...call).catch(() => fetch(...call));

const NO_ALARMS = {
  setWake: async () => undefined,
  setGuard: async () => undefined,
  guardMs: async () => null,
  guardPeriodMs: 30_000,
};

const NO_WINDOW = {
  callbackUrl: 'https://extension-id.chromiumapp.org/',
  launch: async () => '',
  openTab: async () => 1,
  tabIds: async () => [1],
  navigate: async () => undefined,
  closeTab: async () => undefined,
};
