import { despiteFailures } from '../../core/despite-failures';
import { isSame } from '../../core/is-same';
import type { Profile } from '../../core/profile/profile';
import type { ProfileState, StateChange } from '../../core/session/profile-state';
import { hasBegun } from '../../core/session/session';
import { draftKey } from '../../core/storage/draft';
import { NOTHING_LEFT, takenOut } from '../../core/vault/kept';
import type { Clock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';
import type { Withdrawals } from '../state/withdrawals';
import type { PoolAccess } from '../tokens/pool-access';
import { isLockable, type Vaults } from './vaults';

export interface LockKeeperPorts {
  readonly vaults: Vaults;
  readonly withdrawals: Pick<Withdrawals, 'find'>;
  readonly states: ProfileStates;
  readonly profiles: Pick<Profiles, 'all'>;
  readonly store: Pick<Store, 'remove'>;
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
   * For a worker that has just started: what needs no passphrase is there after a browser start, and what an earlier
   * worker has begun is carried through.
   * @returns whether there is a session that was not there before
   */
  async start(): Promise<boolean> {
    const { vaults, profiles } = this.#ports;
    if (await vaults.isLocking()) await this.#finishLock();
    // On a full disk that is for the next worker.
    await vaults.sweep(await profiles.all()).catch(() => undefined);
    return this.#takeOutAll(await profiles.all());
  }

  /** Carries through what could not be done before. @returns as `start` */
  async tend(states: readonly ProfileState[]): Promise<boolean> {
    if (await this.#ports.vaults.isLocking()) await this.#finishLock();
    return this.#takeOutAll(states.filter(isUntouched).map(({ profile }) => profile));
  }

  /** Opens the vault, and goes on with the sessions that it keeps. @throws as `Vaults.unlock` */
  async unlock(passphrase: string): Promise<void> {
    await this.#ports.vaults.unlock(passphrase);
    await this.goOn();
  }

  /** Goes on with the sessions that are kept and can be opened. */
  async goOn(): Promise<void> {
    await this.#takeOutAll(await this.#ports.profiles.all());
    await this.#ports.attend();
  }

  /**
   * Takes the headers off all profiles that the passphrase opens, at once; then forgets what gets their tokens, once what
   * is under way has been kept. A sign-in that waits for its user ends.
   * @throws AuthError `headersNotChanged`
   */
  async lock(): Promise<void> {
    if (!(await this.#ports.vaults.beginLock())) return;
    await despiteFailures([this.#ports.changed, () => this.#finishLock()]);
  }

  async #finishLock(): Promise<void> {
    const { profiles, vaults, changed } = this.#ports;
    const all = (await profiles.all()).filter(isLockable);
    const isCleared = await Promise.all(all.map((profile) => this.#clear(profile)));
    if (!isCleared.includes(false)) await vaults.endLock();
    await changed();
  }

  // What the disk has no room for stays in memory, where nobody reads it, until it can be kept.
  async #clear(profile: Profile): Promise<boolean> {
    const { vaults, states, store, poolAccess } = this.#ports;
    let isCleared = true;
    await poolAccess.oneAtATime(profile, async () => {
      if (!(await vaults.isLocking())) return;
      const isLeft = vaults.hasFailed(profile) || !(await vaults.keeps(profile));
      if (isLeft) await states.change(profile, keepAgain);
      isCleared = !isLeft || !vaults.hasFailed(profile);
      if (!isCleared) return;
      await states.change(profile, () => NOTHING_LEFT);
      await store.remove(draftKey(profile.id));
    });
    return isCleared;
  }

  async #takeOutAll(all: readonly Profile[]): Promise<boolean> {
    const kept = all.filter(
      ({ isWanted, keepSignedIn }) => isWanted && keepSignedIn !== 'untilBrowserCloses',
    );
    const isNew = await Promise.all(kept.map((profile) => this.#takeOut(profile)));
    return isNew.includes(true);
  }

  // @returns whether there is something new in memory
  async #takeOut(profile: Profile): Promise<boolean> {
    const { vaults, states, withdrawals, poolAccess, clock } = this.#ports;
    let isNew = false;
    await poolAccess.oneAtATime(profile, async () => {
      // A sign-out that an earlier worker has begun is yet to be stored, and takes what is kept along.
      if (await withdrawals.find(profile, 'signedOut')) return;
      const kept = await vaults.take(profile);
      const isUnreadable = !kept && (await vaults.isUnreadable(profile));
      await states.change(profile, (state) => {
        if (isSame(kept?.credentials, state.credentials)) return {};
        if (!isUntouched(state)) return keepAgain(state);
        isNew = kept !== null;
        if (isUnreadable) return UNREADABLE;
        return kept ? takenOut(kept, clock.now()) : {};
      });
    });
    return isNew;
  }
}

// Nothing of a session is in the vault yet that began while it was locked, nor of a change that the disk had no room for.
function keepAgain({ session, credentials }: ProfileState): StateChange {
  return hasBegun(session) ? { credentials: { ...credentials } } : {};
}

const UNREADABLE = {
  session: { kind: 'signedOut', problem: { code: 'keptUnreadable', detail: '' } },
} as const satisfies StateChange;

function isUntouched({ session, credentials }: ProfileState): boolean {
  return session.kind === 'signedOut' && session.problem === null && credentials.renewal === 'none';
}
