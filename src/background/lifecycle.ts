import { nextWakeMs } from '../core/refresh-policy';
import type { Clock } from './ports';
import type { Profiles } from './profiles';
import type { RevocationQueue } from './revocation-queue';
import type { RuleKeeper } from './rule-keeper';
import type { SessionStore } from './session-store';
import type { SignIn } from './sign-in';
import type { TokenKeeper } from './token-keeper';

export interface LifecyclePorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly revocations: RevocationQueue;
  readonly ruleKeeper: RuleKeeper;
  readonly tokenKeeper: TokenKeeper;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly setWakeAlarm: (whenMs: number | null) => Promise<void>;
  /** Tells the open pages. */
  readonly announce: () => void;
  /** Shows on the toolbar what the user has to know without opening the popup. */
  readonly showBadge: () => Promise<void>;
}

/** What happens at every worker start, at every alarm and after every change of a session. */
export interface Lifecycle {
  /** Does all that time asks for. Safe to call at any moment and as often as one likes. */
  attendAll(): Promise<void>;
  /** Brings rules, alarm, badge and pages in line with the sessions. */
  stateChanged(): Promise<void>;
  /** Sets the alarm to the next moment at which time asks for anything. */
  schedule(): Promise<void>;
}

export function createLifecycle(ports: LifecyclePorts): Lifecycle {
  const { profiles, sessions, revocations, ruleKeeper, tokenKeeper, signIn, clock } = ports;

  const nextWake = async (): Promise<number | null> => {
    const now = clock.now();
    const times = (await profiles.all()).map(async (profile) =>
      nextWakeMs(await sessions.read(profile.id), profile.tokenUse, now),
    );
    const due = (await Promise.all([...times, revocations.nextTryMs()])).filter((time) => time !== null);
    return due.length > 0 ? Math.min(...due) : null;
  };

  const schedule = async (): Promise<void> => ports.setWakeAlarm(await nextWake());

  return {
    schedule,
    attendAll: async () => {
      // An expired token's rule goes before anything waits for the pool. The alarm that woke us is used up: a worker
      // that died while it waits would leave nobody to go on, nor to take the header off in time.
      await ruleKeeper.reconcile();
      await schedule();
      const all = await profiles.all();
      await Promise.all(all.map((profile) => signIn.endOrphan(profile)));
      const attended = all.map((profile) => tokenKeeper.attend(profile));
      await Promise.all([...attended, revocations.flush()]);
      await ruleKeeper.reconcile();
      await schedule();
      await ports.showBadge();
    },
    stateChanged: async () => {
      await ruleKeeper.reconcile();
      await schedule();
      await ports.showBadge();
      ports.announce();
    },
  };
}
