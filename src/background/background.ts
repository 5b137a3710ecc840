import type { Platform } from '../cognito/platform';
import { createTokenSource } from '../cognito/profile-token-source';
import { createKeySets } from '../cognito/tokens/key-sets';
import type { Reply } from '../core/messages/protocol';
import type { HostAccess } from '../core/profile/host-access';
import { neededAccess, type Profile } from '../core/profile/profile';
import type { Circumstances } from '../core/rules/explain';
import { keySetKey } from '../core/storage/stored';
import { type BadgeState, badgeOf } from '../core/views/badge';
import { createLifecycle, type Lifecycle } from './lifecycle';
import type { ApiRequests, Clock, NetRules, SignInWindow, Storage, WithLock } from './ports';
import { createHandlers } from './requests/handlers';
import { popupState, sessionView } from './requests/popup-state';
import { createRuleKeeper } from './rules/rule-keeper';
import { createSignIn } from './sign-in/sign-in';
import { createProfiles } from './state/profiles';
import { createSessionStore } from './state/sessions';
import { createRequestTokens } from './tokens/one-time-token-keeper';
import { createRequestWatch } from './tokens/request-watch';
import { createRevocationQueue } from './tokens/revocation-queue';
import { createTokenKeeper } from './tokens/token-keeper';
import { createTokenTurns, type TokenSourceFor } from './tokens/token-sources';

/** All that the background needs of the world outside. */
export interface BackgroundPorts {
  readonly storage: Storage;
  readonly netRules: NetRules;
  readonly apiRequests: ApiRequests;
  readonly withLock: WithLock;
  readonly clock: Clock;
  readonly platform: Pick<Platform, 'fetch' | 'crypto'>;
  readonly signInWindow: SignInWindow;
  /** Takes or leaves news of tabs. */
  readonly watchTabs: (isWanted: boolean) => void;
  readonly newId: () => string;
  readonly setWakeAlarm: (whenMs: number | null) => Promise<void>;
  /** Tells the open pages that the state has changed. */
  readonly announce: () => void;
  readonly showBadge: (state: BadgeState) => Promise<void>;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
  readonly grantedAccess: () => Promise<HostAccess>;
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
}

export interface Background {
  readonly lifecycle: Lifecycle;
  /** Answers a message of unknown shape; never rejects. */
  readonly answer: (message: unknown) => Promise<Reply<unknown>>;
  /** Takes a navigation of a tab, which may bring the answer of the pool's own pages. */
  readonly onNavigation: (tabId: number, url: string) => Promise<void>;
  readonly onTabClosed: (tabId: number) => Promise<void>;
  /** The user has given access to a host, or taken it away. */
  readonly accessChanged: () => Promise<void>;
}

/** Puts the background together. Nothing runs before its listeners call it. */
export function createBackground(ports: BackgroundPorts): Background {
  const { storage, netRules, withLock, clock, missingAccess, rulesActedOnTab } = ports;
  const { signInWindow, newId, grantedAccess } = ports;
  const platform: Platform = {
    ...ports.platform,
    now: clock.now,
    keySets: createKeySets({
      ...{ fetch: ports.platform.fetch, now: clock.now, withLock },
      read: (url) => storage.read(keySetKey(url)),
      write: (url, keySet) => storage.write(keySetKey(url), keySet),
    }),
    callbackUrl: signInWindow.callbackUrl,
    openSilently: (url) => signInWindow.launch(url, { isInteractive: false }),
  };
  const sourceFor: TokenSourceFor = (profile, secrets) => createTokenSource(profile, secrets, platform);
  const profiles = createProfiles(storage, withLock, newId);
  const sessions = createSessionStore(storage, withLock, () => lifecycle.stateChanged());
  const revocations = createRevocationQueue(storage, withLock, sourceFor, clock, newId, () =>
    lifecycle.schedule(),
  );
  const { apiRequests } = ports;
  const holdsRequests = apiRequests.canHold;
  // Drawn by lot: whoever knew it could make us put a token in its place. In the form of one, which rules insist on.
  const standIn = holdsRequests ? newId() : '';
  const standInOf = ({ slot }: Profile) => (holdsRequests ? `${standIn}.stand-in.${slot}` : null);
  const ruleKeeper = createRuleKeeper(profiles, storage, netRules, withLock, clock, standInOf);
  const turns = createTokenTurns(profiles, revocations, sourceFor, withLock);
  const tokenKeeper = createTokenKeeper({ turns, sessions, signInWindow, clock });
  const requestTokens = createRequestTokens({ sessions, tokenKeeper, withLock, clock, holdsRequests });
  const requestWatch = createRequestWatch({ profiles, sessions, apiRequests, requestTokens, standInOf });
  const signIn = createSignIn({
    ...{ turns, profiles, sessions, signInWindow, clock, missingAccess },
    signOuts: tokenKeeper.signOuts.bind(tokenKeeper),
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
    const [sources, access] = await Promise.all([ruleKeeper.sources(), grantedAccess()]);
    return { sources, abilities: netRules.abilities, access };
  };
  const { setWakeAlarm, announce, watchTabs } = ports;
  const { callbackUrl: browserCallbackUrl } = signInWindow;
  const lifecycle = createLifecycle({
    ...{
      profiles,
      sessions,
      revocations,
      ruleKeeper,
      tokenKeeper,
      signIn,
      requestTokens,
      requestWatch,
      clock,
    },
    ...{ setWakeAlarm, announce, showBadge, watchTabs },
  });
  const answer = createHandlers({
    ...{
      profiles,
      storage,
      tokenKeeper,
      requestTokens,
      signIn,
      ruleKeeper,
      circumstances,
      rulesActedOnTab,
      grantedAccess,
    },
    state: () => popupState({ profiles, sessions, signIn, storage, missingAccess, browserCallbackUrl }),
    sessionView: viewOf,
    stateChanged: lifecycle.stateChanged,
  });
  const forAll = async (act: (profile: Profile) => Promise<void>): Promise<void> => {
    await Promise.all((await profiles.all()).map(act));
  };
  return {
    lifecycle,
    answer,
    onNavigation: (tabId, url) => forAll((profile) => signIn.onNavigation(profile, tabId, url)),
    onTabClosed: (tabId) =>
      forAll(async (profile) => {
        await signIn.onTabClosed(profile, tabId);
        await requestTokens.onTabClosed(profile, tabId);
      }),
    accessChanged: async () => {
      await lifecycle.stateChanged();
      await forAll((profile) => signIn.onAccessChanged(profile));
    },
  };
}
