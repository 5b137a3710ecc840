import { appClientOf } from '../cognito/app-client';
import { createUserPoolClient, type Platform } from '../cognito/user-pool-client';
import { type BadgeState, badgeOf } from '../core/badge';
import type { Circumstances } from '../core/explain';
import { neededAccess, type Profile } from '../core/profile';
import type { Reply } from '../core/protocol';
import { createHandlers } from './handlers';
import { createLifecycle, type Lifecycle } from './lifecycle';
import { popupState, sessionView } from './popup-state';
import type { Clock, NetRules, Storage, WithLock } from './ports';
import { createProfiles } from './profiles';
import { createRevocationQueue } from './revocation-queue';
import { createRuleKeeper } from './rule-keeper';
import { createSessionStore } from './session-store';
import { createTokenKeeper } from './token-keeper';

/** All that the background needs of the world outside. */
export interface BackgroundPorts {
  readonly storage: Storage;
  readonly netRules: NetRules;
  readonly withLock: WithLock;
  readonly clock: Clock;
  readonly platform: Omit<Platform, 'now'>;
  readonly newId: () => string;
  readonly setWakeAlarm: (whenMs: number | null) => Promise<void>;
  /** Tells the open pages that the state has changed. */
  readonly announce: () => void;
  readonly showBadge: (state: BadgeState) => Promise<void>;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
}

export interface Background {
  readonly lifecycle: Lifecycle;
  /** Answers a message of unknown shape; never rejects. */
  readonly answer: (message: unknown) => Promise<Reply<unknown>>;
}

/** Puts the background together. Nothing runs before its listeners call it. */
export function createBackground(ports: BackgroundPorts): Background {
  const { storage, netRules, withLock, clock, missingAccess, rulesActedOnTab } = ports;
  const clientFor = (profile: Profile, clientSecret: string | null) =>
    createUserPoolClient(appClientOf(profile, clientSecret), { ...ports.platform, now: clock.now });
  const profiles = createProfiles(storage, withLock, ports.newId);
  const sessions = createSessionStore(storage, withLock, () => lifecycle.stateChanged());
  const revocations = createRevocationQueue(storage, withLock, clientFor, clock, () => lifecycle.schedule());
  const ruleKeeper = createRuleKeeper(profiles, storage, netRules, withLock, clock);
  const clientSecretOf = profiles.clientSecret;
  const tokenKeeper = createTokenKeeper({
    sessions,
    revocations,
    clientFor,
    clientSecretOf,
    withLock,
    clock,
  });

  const missingOf = (profile: Profile) => missingAccess(neededAccess(profile));
  const viewOf = async (profile: Profile) =>
    sessionView(profile, await sessions.read(profile.id), await missingOf(profile));
  const showBadge = async (): Promise<void> => {
    const profile = await profiles.active();
    const missing = profile ? await missingOf(profile) : [];
    await ports.showBadge(
      profile ? badgeOf(await viewOf(profile), profile.isWanted, missing.length > 0) : 'none',
    );
  };
  const circumstances = async (): Promise<Circumstances> => {
    const attachments = await ruleKeeper.attachments();
    const patterns = attachments.flatMap(({ profile }) => neededAccess(profile));
    return { attachments, abilities: netRules.abilities, missingAccess: await missingAccess(patterns) };
  };
  const { setWakeAlarm, announce } = ports;
  const lifecycle = createLifecycle({
    ...{ profiles, sessions, revocations, ruleKeeper, tokenKeeper, clock },
    ...{ setWakeAlarm, announce, showBadge },
  });
  const answer = createHandlers({
    ...{ profiles, storage, tokenKeeper, ruleKeeper, circumstances, rulesActedOnTab },
    state: () => popupState({ profiles, sessions, tokenKeeper, storage, missingAccess }),
    sessionView: viewOf,
    stateChanged: lifecycle.stateChanged,
  });
  return { lifecycle, answer };
}
