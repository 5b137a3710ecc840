import { onWakeAlarm, setWakeAlarm } from '../browser/alarm';
import { missingAccess, onAccessChanged } from '../browser/host-access';
import { onBrowserStart } from '../browser/lifecycle';
import { withLock } from '../browser/lock';
import { announceStateChange, onPageMessage } from '../browser/messages';
import { changeRules, installedRules } from '../browser/net-rules';
import { readItem, removeItem, writeItem } from '../browser/stored-item';
import { appClientOf } from '../cognito/app-client';
import { createUserPoolClient, type Platform } from '../cognito/user-pool-client';
import type { Profile } from '../core/profile';
import { createHandlers } from './handlers';
import { createLifecycle } from './lifecycle';
import { popupState } from './popup-state';
import { createProfiles } from './profiles';
import { createRevocationQueue } from './revocation-queue';
import { createRuleKeeper } from './rule-keeper';
import { createSessionStore } from './session-store';
import { createTokenKeeper } from './token-keeper';

const clock = { now: () => Date.now(), random: () => Math.random() };
const platform: Platform = { fetch: (...args) => fetch(...args), crypto, now: clock.now };
const storage = { read: readItem, write: writeItem, remove: removeItem };
const netRules = { installed: installedRules, change: changeRules };
const clientFor = (profile: Profile, clientSecret: string | null) =>
  createUserPoolClient(appClientOf(profile, clientSecret), platform);

const profiles = createProfiles(storage, withLock, () => crypto.randomUUID());
const sessions = createSessionStore(storage, withLock, () => lifecycle.stateChanged());
const revocations = createRevocationQueue(storage, withLock, clientFor, clock, () => lifecycle.schedule());
const ruleKeeper = createRuleKeeper(profiles, storage, netRules, withLock, clock);
const tokenKeeper = createTokenKeeper({
  sessions,
  revocations,
  clientFor,
  clientSecretOf: profiles.clientSecret,
  withLock,
  clock,
});
const lifecycle = createLifecycle({
  profiles,
  sessions,
  revocations,
  ruleKeeper,
  tokenKeeper,
  clock,
  setWakeAlarm,
  announce: announceStateChange,
});
const state = () => popupState({ profiles, sessions, tokenKeeper, storage, missingAccess });

// Every listener is registered in this first turn of the worker: one added later misses the event that woke it.
onPageMessage(createHandlers({ profiles, storage, tokenKeeper, ruleKeeper, state }));
onWakeAlarm(lifecycle.attendAll);
onBrowserStart(lifecycle.attendAll);
onAccessChanged(announceStateChange);

// The worker has started, for whatever reason: rules, alarm and sessions may have gone apart while it was away.
lifecycle.attendAll();
