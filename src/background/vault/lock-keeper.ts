import { despiteFailures } from '../../core/despite-failures';
import { isSame } from '../../core/is-same';
import type { Profile } from '../../core/profile/profile';
import { NO_CREDENTIALS } from '../../core/session/credentials';
import type { ProfileState, StateChange } from '../../core/session/profile-state';
import { NOTHING_LEFT, takenOut } from '../../core/vault/kept';
import type { Clock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { Profiles } from '../state/profiles';
import type { Withdrawals } from '../state/withdrawals';
import type { PoolAccess } from '../tokens/pool-access';
import type { Vaults } from './vaults';

export interface LockKeeperPorts {
  readonly vaults: Vaults;
  readonly withdrawals: Pick<Withdrawals, 'find'>;
  readonly states: ProfileStates;
  readonly profiles: Pick<Profiles, 'all'>;
  readonly poolAccess: Pick<PoolAccess, 'oneAtATime'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Brings all else in line with what is stored. */
  readonly changed: () => Promise<void>;
  /** Does all that time asks for. */
  readonly attend: () => Promise<void>;
}

/** Brings what is kept into memory, and takes it out again. */
export class LockKeeper {
  readonly #ports: LockKeeperPorts;

  constructor(ports: LockKeeperPorts) {
    this.#ports = ports;
  }

  /**
   * For a worker that has just started: what needs no passphrase is there after a browser start, and a lock that an
   * earlier worker has begun is carried through.
   * @returns whether there is a session that was not there before
   */
  async start(): Promise<boolean> {
    if (await this.#ports.vaults.isLocking()) await this.#finishLock();
    return this.#takeOutAll();
  }

  /** Opens the vault, and goes on with the sessions that it keeps. @throws as `Vaults.unlock` */
  async unlock(passphrase: string): Promise<void> {
    await this.#ports.vaults.unlock(passphrase);
    await this.#takeOutAll();
    await this.#ports.attend();
  }

  /**
   * Takes the headers off all profiles that the passphrase opens, at once; then forgets what gets their tokens, once what
   * is under way has been kept.
   * @throws AuthError `headersNotChanged`
   */
  async lock(): Promise<void> {
    if (!(await this.#ports.vaults.beginLock())) return;
    await despiteFailures([this.#ports.changed, () => this.#finishLock()]);
  }

  async #takeOutAll(): Promise<boolean> {
    const all = await this.#ports.profiles.all();
    const kept = all.filter(
      ({ isWanted, keepSignedIn }) => isWanted && keepSignedIn !== 'untilBrowserCloses',
    );
    const isNew = await Promise.all(kept.map((profile) => this.#takeOut(profile)));
    return isNew.includes(true);
  }

  async #finishLock(): Promise<void> {
    const { profiles, vaults, poolAccess, changed } = this.#ports;
    await Promise.all(
      (await profiles.all()).map((profile) => poolAccess.oneAtATime(profile, () => this.#clear(profile))),
    );
    await vaults.endLock();
    await changed();
  }

  async #clear(profile: Profile): Promise<void> {
    const { vaults, states } = this.#ports;
    if (!(await vaults.isLockable(profile)) || !(await vaults.isLocking())) return;
    if (vaults.hasFailed(profile)) await states.change(profile, keepAgain);
    await states.change(profile, () => NOTHING_LEFT);
  }

  // @returns whether there is something new in memory
  async #takeOut(profile: Profile): Promise<boolean> {
    const { vaults, states, withdrawals, clock } = this.#ports;
    // A sign-out that an earlier worker has begun is yet to be stored, and takes what is kept along.
    if (await withdrawals.find(profile, 'signedOut')) return false;
    const kept = await vaults.take(profile);
    const isUnreadable = !kept && (await vaults.isUnreadable(profile));
    const before = await states.change(profile, (state) => {
      if (!isUntouched(state)) return isSame(kept?.credentials, state.credentials) ? {} : keepAgain(state);
      if (isUnreadable) return UNREADABLE;
      return kept ? takenOut(kept, clock.now()) : {};
    });
    return kept !== null && isUntouched(before);
  }
}

// Nothing of a session is in the vault yet that began while it was locked, nor of a change that the disk had no room for.
function keepAgain({ session, credentials }: ProfileState): StateChange {
  return session.kind === 'signedIn' ? { credentials: { ...credentials } } : {};
}

const UNREADABLE = {
  session: { kind: 'signedOut', problem: { code: 'keptUnreadable', detail: '' } },
} as const satisfies StateChange;

function isUntouched({ session, credentials }: ProfileState): boolean {
  return session.kind === 'signedOut' && session.problem === null && isSame(credentials, NO_CREDENTIALS);
}
