import { webcrypto } from 'node:crypto';
import { createInMemoryLocks } from '../../e2e/support/in-memory-locks';
import { Background } from '../background/background';
import type { HostAccess } from '../core/profile/host-access';
import type { BadgeState } from '../core/views/badge';
import { FakeApiRequests, FakeClock, FakeNetRules, FakeStorage } from './fake-ports';
import { FakeSignInWindow } from './fake-sign-in-window';

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
  /** Match patterns that the user has not granted. */
  readonly missingAccess = new Set<string>();
  /** Epoch ms of the alarm; null if none is set. */
  alarmMs: number | null = null;
  announcements = 0;
  badge: BadgeState = 'none';
  watchesTabs = true;
  #ids = 0;

  /** A worker that knows only what is stored, put together as background/index.ts does it. */
  startWorker(): Background {
    const { clock, storage, netRules, apiRequests, signInWindow, network } = this;
    return new Background({
      ...{ clock, storage, netRules, apiRequests, signInWindow, withLock: createInMemoryLocks() },
      platform: { fetch: (...args) => network.fetch(...args), crypto: webcrypto as unknown as Crypto },
      newId: () => `id-${++this.#ids}`,
      watchTabs: (isWanted) => {
        this.watchesTabs = isWanted;
      },
      setWakeAlarm: async (whenMs) => {
        this.alarmMs = whenMs;
      },
      announce: () => {
        this.announcements += 1;
      },
      showBadge: async (state) => {
        this.badge = state;
      },
      grantedAccess: async () => this.#access(),
      rulesActedOnTab: async () => null,
    });
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
