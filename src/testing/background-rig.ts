import { webcrypto } from 'node:crypto';
import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { SigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import type { NewUser } from '../../e2e/user-pool/users';
import { type Background, createBackground } from '../background/background';
import type { Lifecycle } from '../background/lifecycle';
import type { OfShownProfile, Reply, Request } from '../core/messages/protocol';
import { EMPTY_FORM, type ProfileForm } from '../core/profile/profile-form';
import type { BadgeState } from '../core/views/badge';
import type { PopupState } from '../core/views/popup-state';
import { createFakeLocks, FakeApiRequests, FakeClock, FakeNetRules, FakeStorage } from './fake-ports';
import { FakeSignInWindow } from './fake-sign-in-window';

export const PASSWORD = 'Corr3ct-horse!';

/** The whole background over fakes of the browser, against a real local user pool that shares its clock. */
export interface BackgroundRig {
  readonly pool: UserPool;
  readonly clock: FakeClock;
  readonly storage: FakeStorage;
  readonly netRules: FakeNetRules;
  readonly apiRequests: FakeApiRequests;
  readonly signInWindow: FakeSignInWindow;
  /** Epoch ms of the alarm; null if none is set. */
  readonly alarmMs: () => number | null;
  /** Puts the clock forward to the alarm, which goes off and is used up. */
  readonly fireAlarm: () => Promise<void>;
  readonly badge: () => BadgeState;
  /** Match patterns that the user has not granted, to be filled by the test. */
  readonly missingAccess: Set<string>;
  /** The browser tells that access was given or taken away. */
  readonly changeAccess: () => Promise<void>;
  /** The way to the pool, which a test may come between. */
  readonly network: Network;
  /** How often the pages were told of a change. */
  readonly announcements: () => number;
  /** The worker as it runs now; `restart` gives it a successor that knows only what is stored. */
  readonly lifecycle: () => Lifecycle;
  readonly restart: () => Promise<void>;
  /** The same before anything has run in the successor: what an alarm finds after the worker's death. */
  readonly becomeSuccessor: () => void;
  /** Ends the browser and starts it again: only what lies on disk is left. */
  readonly restartBrowser: () => Promise<void>;
  /** Whether the background hears of tabs. */
  readonly watchesTabs: () => boolean;
  /** A tab goes to a URL, as far as the background may see it. */
  readonly navigateTab: (tabId: number, url: string) => Promise<void>;
  readonly closeTab: (tabId: number) => Promise<void>;
  /** Sends a message. One that names no profile is about the one that was shown last, as a page would have it. */
  readonly send: (message: unknown) => Promise<Reply>;
  /** Sends a request that is answered with the state. @throws Error if it is not */
  readonly stateAfter: (request: OfShownProfile | Request) => Promise<PopupState>;
  /** Adds alice and an app client, and gives the form that signs her in. */
  readonly formFor: (settings?: Partial<AppClientSettings>, user?: Partial<NewUser>) => ProfileForm;
  readonly close: () => Promise<void>;
}

export async function createBackgroundRig(signingKeys: SigningKeys): Promise<BackgroundRig> {
  const clock = new FakeClock();
  const pool = await startUserPool({ clock: clock.now, signingKeys });
  const storage = new FakeStorage();
  const netRules = new FakeNetRules();
  const apiRequests = new FakeApiRequests();
  const signInWindow = new FakeSignInWindow();
  const outside: OutsideState = {
    ...{ alarmMs: null, announcements: 0, badge: 'none', ids: 0, watchesTabs: true },
    missing: new Set(),
    signInWindow,
  };
  const network: Network = { fetch };
  const start = () => startBackground({ clock, storage, netRules, apiRequests, network, outside });
  let background = start();
  let profileId: string | null = null;
  const send = async (message: unknown): Promise<Reply> => {
    const isMessage = typeof message === 'object' && message !== null && !Array.isArray(message);
    const reply = await background.answer(isMessage ? { profileId, ...message } : message);
    const value = reply.ok ? reply.value : null;
    if (typeof value === 'object' && value !== null && 'profileId' in value) profileId = value.profileId;
    return reply;
  };
  const restart = async (): Promise<void> => {
    background = start();
    await background.lifecycle.start();
  };
  return {
    pool,
    clock,
    storage,
    netRules,
    apiRequests,
    signInWindow,
    alarmMs: () => outside.alarmMs,
    fireAlarm: async () => {
      if (outside.alarmMs === null) throw new Error('no alarm is set');
      clock.nowMs = Math.max(outside.alarmMs, clock.nowMs);
      outside.alarmMs = null;
      await background.lifecycle.attendAll();
    },
    announcements: () => outside.announcements,
    badge: () => outside.badge,
    missingAccess: outside.missing,
    network,
    lifecycle: () => background.lifecycle,
    restart,
    becomeSuccessor: () => {
      background = start();
    },
    restartBrowser: async () => {
      storage.endSession();
      netRules.endSession();
      await restart();
    },
    watchesTabs: () => outside.watchesTabs,
    changeAccess: () => background.accessChanged(),
    navigateTab: (tabId, url) => background.onNavigation(tabId, url),
    closeTab: (tabId) => background.onTabClosed(tabId),
    send,
    stateAfter: async (request) => {
      const reply = await send(request);
      if (!reply.ok) throw new Error(JSON.stringify(reply));
      return reply.value as PopupState;
    },
    formFor: (settings, user) => {
      const { clientId } = pool.addClient(settings);
      pool.addUser({ username: 'alice', password: PASSWORD, ...user });
      const { userPoolId, endpoint } = pool;
      const apiHosts = 'api.example.com';
      return { ...EMPTY_FORM, userPoolId, clientId, apiHosts, username: 'alice', cognitoEndpoint: endpoint };
    },
    close: () => pool.close(),
  };
}

interface Network {
  fetch: typeof globalThis.fetch;
}

interface Outside {
  readonly clock: FakeClock;
  readonly storage: FakeStorage;
  readonly netRules: FakeNetRules;
  readonly apiRequests: FakeApiRequests;
  readonly network: Network;
  readonly outside: OutsideState;
}

interface OutsideState {
  alarmMs: number | null;
  announcements: number;
  badge: BadgeState;
  ids: number;
  watchesTabs: boolean;
  readonly signInWindow: FakeSignInWindow;
  /** Match patterns that the user has not granted. */
  readonly missing: Set<string>;
}

// As background/index.ts does it, with fakes for the browser.
function startBackground(outer: Outside): Background {
  const { clock, storage, netRules, apiRequests, network, outside } = outer;
  return createBackground({
    ...{ clock, storage, netRules, apiRequests, withLock: createFakeLocks() },
    platform: { fetch: (...args) => network.fetch(...args), crypto: webcrypto as unknown as Crypto },
    newId: () => `id-${++outside.ids}`,
    signInWindow: outside.signInWindow,
    watchTabs: (isWanted) => {
      outside.watchesTabs = isWanted;
    },
    setWakeAlarm: async (whenMs) => {
      outside.alarmMs = whenMs;
    },
    announce: () => {
      outside.announcements += 1;
    },
    showBadge: async (state) => {
      outside.badge = state;
    },
    missingAccess: async (patterns) => patterns.filter((pattern) => outside.missing.has(pattern)),
    rulesActedOnTab: async () => null,
  });
}
