import type { Profile } from '../core/profile/profile';
import { allotmentWakeMs } from '../core/session/one-time-tokens';
import { nextWakeMs } from '../core/session/refresh-policy';
import { concernsTab } from '../core/session/session';
import type { Clock } from './ports';
import type { RuleKeeper } from './rules/rule-keeper';
import type { SignIn } from './sign-in/sign-in';
import type { Profiles } from './state/profiles';
import type { SessionStore } from './state/sessions';
import type { RequestTokens } from './tokens/one-time-token-keeper';
import type { RequestWatch } from './tokens/request-watch';
import type { RevocationQueue } from './tokens/revocation-queue';
import type { TokenKeeper } from './tokens/token-keeper';

export interface LifecyclePorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly revocations: RevocationQueue;
  readonly ruleKeeper: RuleKeeper;
  readonly tokenKeeper: TokenKeeper;
  readonly signIn: SignIn;
  readonly requestTokens: RequestTokens;
  readonly requestWatch: RequestWatch;
  readonly clock: Clock;
  readonly setWakeAlarm: (whenMs: number | null) => Promise<void>;
  /** Takes or leaves news of tabs. */
  readonly watchTabs: (isWanted: boolean) => void;
  /** Tells the open pages. */
  readonly announce: () => void;
  /** Shows on the toolbar what the user has to know without opening the popup. */
  readonly showBadge: () => Promise<void>;
}

/** What happens at every worker start, at every alarm and after every change of a session. */
export interface Lifecycle {
  /** The same for a worker that has just started, and has not seen what was sent while it was away. */
  start(): Promise<void>;
  /** Does all that time asks for. Safe to call at any moment and as often as one likes. */
  attendAll(): Promise<void>;
  /** Brings rules, alarm, badge and pages in line with the sessions. */
  stateChanged(): Promise<void>;
  /** Sets the alarm to the next moment at which time asks for anything. */
  schedule(): Promise<void>;
}

export function createLifecycle(ports: LifecyclePorts): Lifecycle {
  const { profiles, sessions, revocations, ruleKeeper, tokenKeeper, signIn, requestTokens, clock } = ports;

  const nextWake = async (): Promise<number | null> => {
    const now = clock.now();
    const times = (await profiles.all()).map(async (profile) => {
      const session = await sessions.read(profile.id);
      return [nextWakeMs(session, profile.tokenUse, now), allotmentWakeMs(session, now)];
    });
    const all = [...(await Promise.all(times)).flat(), await revocations.nextTryMs()];
    const due = all.filter((time) => time !== null);
    return due.length > 0 ? Math.min(...due) : null;
  };

  const schedule = async (): Promise<void> => ports.setWakeAlarm(await nextWake());

  const forAll = async (act: (profile: Profile) => Promise<void>): Promise<void> => {
    await Promise.all((await profiles.all()).map(act));
  };

  const waitsForTab = async (): Promise<boolean> => {
    const all = (await profiles.all()).map(({ id }) => sessions.read(id));
    return (await Promise.all(all)).some(concernsTab);
  };

  const bringInLine = async (): Promise<void> => {
    await forAll((profile) => requestTokens.share(profile));
    // Before the rules: they may count on requests being held, and a sign-in on its answer being seen.
    await ports.requestWatch.update();
    ports.watchTabs(await waitsForTab());
    await ruleKeeper.reconcile();
    await schedule();
  };

  const attendAll = async (): Promise<void> => {
    // An expired token's rule goes before anything waits for the pool. The alarm that woke us is used up: a worker
    // that died while it waits would leave nobody to go on, nor to take the header off in time.
    await bringInLine();
    const attended = forAll(async (profile) => {
      await signIn.endOrphan(profile);
      await tokenKeeper.attend(profile);
      await requestTokens.renewShared(profile);
    });
    await Promise.all([attended, revocations.flush()]);
    await bringInLine();
    await ports.showBadge();
  };

  return {
    schedule,
    attendAll,
    start: async () => {
      await forAll((profile) => requestTokens.distrustAll(profile));
      await attendAll();
    },
    stateChanged: async () => {
      await bringInLine();
      await ports.showBadge();
      ports.announce();
    },
  };
}
