import { createInMemoryLocks } from '../../e2e/support/in-memory-locks';
import { Background } from '../background/background';
import type { Alarms, NetRules, Storage } from '../background/ports';
import type { HostAccess } from '../core/profile/host-access';
import type { BadgeState } from '../core/views/badge';
import { FakeAlarms, FakeApiRequests, FakeClock, FakeNetRules, FakeStorage } from './fake-ports';
import { FakeSignInWindow } from './fake-sign-in-window';
import { type PortCall, PortCalls } from './port-calls';
import { quickCrypto } from './quick-crypto';

// What the user has granted where a test takes some of it away.
const GRANTED = [
  ...['https://api.example.com/*', 'https://app.example.com/*', 'https://app.example.org/*'],
  ...['https://bob.example/*', 'http://127.0.0.1/*'],
];

/** A browser in memory, in which workers start one after the other. */
export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly storage = new FakeStorage();
  readonly netRules = new FakeNetRules();
  readonly apiRequests = new FakeApiRequests();
  readonly signInWindow = new FakeSignInWindow();
  /** The way to the pool, which a test may come between. */
  readonly network: { fetch: typeof globalThis.fetch } = { fetch };
  /** What a worker asks of all this, and what becomes of it. */
  readonly calls = new PortCalls();
  /** Match patterns that the user has not granted. */
  readonly missingAccess = new Set<string>();
  readonly alarms = new FakeAlarms(this.clock);
  announcements = 0;
  badge: BadgeState = 'none';
  watchesTabs = true;
  idleSeconds = 60;
  #ids = 0;

  /** A worker that knows only what is stored, put together as background/index.ts does it. */
  startWorker(): Background {
    const { clock, apiRequests, signInWindow, network } = this;
    const call = this.calls.ofWorker();
    const startedMs = clock.monotonic();
    return new Background({
      ...{ apiRequests, signInWindow, withLock: createInMemoryLocks() },
      ...{ alarms: this.#alarmsBy(call), storage: this.#storageBy(call), netRules: this.#netRulesBy(call) },
      localClock: {
        ...{ wall: clock.wall, random: clock.random },
        // It begins anew with each worker.
        monotonic: () => clock.monotonic() - startedMs,
      },
      platform: {
        fetch: (...args) => call('fetch', () => network.fetch(...args)),
        crypto: quickCrypto(),
      },
      newId: () => `id-${++this.#ids}`,
      watchTabs: (isWanted) => {
        this.watchesTabs = isWanted;
      },
      announce: () => {
        this.announcements += 1;
      },
      showBadge: async (state) => {
        this.badge = state;
      },
      detectIdleAfter: (seconds) => {
        this.idleSeconds = seconds;
      },
      grantedAccess: async () => this.#access(),
      rulesActedOnTab: async () => null,
    });
  }

  #alarmsBy(call: PortCall): Alarms {
    const { alarms } = this;
    return {
      guardPeriodMs: alarms.guardPeriodMs,
      setWake: (whenMs) => call('alarms.setWake', () => alarms.setWake(whenMs)),
      setGuard: (isWanted) => call('alarms.setGuard', () => alarms.setGuard(isWanted)),
      guardMs: () => call('alarms.guardMs', () => alarms.guardMs()),
    };
  }

  #storageBy(call: PortCall): Storage {
    const { storage } = this;
    return {
      get: (area, keys) => call(`storage.get ${area}`, () => storage.get(area, keys)),
      set: (area, items) => call(`storage.set ${area}`, () => storage.set(area, items)),
      remove: (area, keys) => call(`storage.remove ${area}`, () => storage.remove(area, keys)),
    };
  }

  #netRulesBy(call: PortCall): NetRules {
    const { netRules } = this;
    return {
      ...{ abilities: netRules.abilities, holdPageUrl: netRules.holdPageUrl },
      installed: (ruleSet) => call(`rules.installed ${ruleSet}`, () => netRules.installed(ruleSet)),
      change: (ruleSet, change) => call(`rules.change ${ruleSet}`, () => netRules.change(ruleSet, change)),
    };
  }

  /** Loses all that is in memory. */
  endSession(): void {
    this.storage.endSession();
    this.netRules.endSession();
  }

  #access(): HostAccess {
    const { missingAccess: missing } = this;
    const granted = missing.size === 0 ? ['<all_urls>'] : GRANTED.filter((pattern) => !missing.has(pattern));
    return { granted, socketTwins: false };
  }
}
