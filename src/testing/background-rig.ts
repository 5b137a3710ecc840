import { webcrypto } from 'node:crypto';
import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { SigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import type { NewUser } from '../../e2e/user-pool/users';
import { createHandlers } from '../background/handlers';
import { createLifecycle, type Lifecycle } from '../background/lifecycle';
import { popupState } from '../background/popup-state';
import { createProfiles } from '../background/profiles';
import { createRevocationQueue } from '../background/revocation-queue';
import { createRuleKeeper } from '../background/rule-keeper';
import { createSessionStore } from '../background/session-store';
import { createTokenKeeper } from '../background/token-keeper';
import { appClientOf } from '../cognito/app-client';
import { createUserPoolClient } from '../cognito/user-pool-client';
import { EMPTY_FORM, type ProfileForm } from '../core/profile-form';
import type { PopupState, Reply, Request } from '../core/protocol';
import { createFakeLocks, FakeClock, FakeNetRules, FakeStorage } from './fake-ports';

export const PASSWORD = 'Corr3ct-horse!';

/** The whole background over fakes of the browser, against a real local user pool that shares its clock. */
export interface BackgroundRig {
  readonly pool: UserPool;
  readonly clock: FakeClock;
  readonly storage: FakeStorage;
  readonly netRules: FakeNetRules;
  /** Epoch ms of the alarm; null if none is set. */
  readonly alarmMs: () => number | null;
  /** How often the pages were told of a change. */
  readonly announcements: () => number;
  /** The worker as it runs now; `restart` gives it a successor that knows only what is stored. */
  readonly lifecycle: () => Lifecycle;
  readonly restart: () => Promise<void>;
  readonly send: (message: unknown) => Promise<Reply<unknown>>;
  /** Sends a request that is answered with the state. @throws Error if it is not */
  readonly stateAfter: (request: Request) => Promise<PopupState>;
  /** Adds alice and an app client, and gives the form that signs her in. */
  readonly formFor: (settings?: Partial<AppClientSettings>, user?: Partial<NewUser>) => ProfileForm;
  readonly close: () => Promise<void>;
}

export async function createBackgroundRig(signingKeys: SigningKeys): Promise<BackgroundRig> {
  const clock = new FakeClock();
  const pool = await startUserPool({ clock: clock.now, signingKeys });
  const storage = new FakeStorage();
  const netRules = new FakeNetRules();
  const outside = { alarmMs: null as number | null, announcements: 0 };
  const start = () => startBackground({ clock, storage, netRules, outside });
  let background = start();
  return {
    pool,
    clock,
    storage,
    netRules,
    alarmMs: () => outside.alarmMs,
    announcements: () => outside.announcements,
    lifecycle: () => background.lifecycle,
    restart: async () => {
      background = start();
      await background.lifecycle.attendAll();
    },
    send: (message) => background.answer(message),
    stateAfter: async (request) => {
      const reply = await background.answer(request);
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

interface Outside {
  readonly clock: FakeClock;
  readonly storage: FakeStorage;
  readonly netRules: FakeNetRules;
  readonly outside: { alarmMs: number | null; announcements: number };
}

// As background/index.ts wires it, with fakes for the browser.
function startBackground({ clock, storage, netRules, outside }: Outside) {
  const withLock = createFakeLocks();
  const platform = { fetch, crypto: webcrypto as unknown as Crypto, now: clock.now };
  const clientFor: Parameters<typeof createRevocationQueue>[2] = (profile, clientSecret) =>
    createUserPoolClient(appClientOf(profile, clientSecret), platform);
  const profiles = createProfiles(storage, withLock, () => 'profile-1');
  const sessions = createSessionStore(storage, withLock, () => lifecycle.stateChanged());
  const revocations = createRevocationQueue(storage, withLock, clientFor, clock, () => lifecycle.schedule());
  const ruleKeeper = createRuleKeeper(profiles, storage, netRules, withLock, clock);
  const clientSecretOf = profiles.clientSecret;
  const keeperPorts = { sessions, revocations, clientFor, clientSecretOf, withLock, clock };
  const tokenKeeper = createTokenKeeper(keeperPorts);
  const lifecycle = createLifecycle({
    ...{ profiles, sessions, revocations, ruleKeeper, tokenKeeper, clock },
    setWakeAlarm: async (whenMs) => {
      outside.alarmMs = whenMs;
    },
    announce: () => {
      outside.announcements += 1;
    },
  });
  const state = () => popupState({ profiles, sessions, tokenKeeper, storage, missingAccess: async () => [] });
  return { lifecycle, answer: createHandlers({ profiles, storage, tokenKeeper, ruleKeeper, state }) };
}
