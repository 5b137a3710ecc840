import { AuthError, problemOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import { shareNewest } from '../../core/session/one-time-tokens';
import { givenUpBy, type ProfileState, type StateChange } from '../../core/session/profile-state';
import type { GivenUp } from '../../core/session/revocation';
import { SIGNED_OUT } from '../../core/session/session';
import { credentialsKey } from '../../core/storage/credentials';
import { sessionKey } from '../../core/storage/sessions';
import type { StoredEntry } from '../../core/storage/stored-key';
import type { Clock, WithLock } from '../ports';
import type { Vaults } from '../vault/vaults';
import type { PendingRevocations } from './pending-revocations';
import type { Store } from './store';
import type { Withdrawals } from './withdrawals';

export interface ProfileStatesPorts {
  readonly store: Store;
  readonly pendingRevocations: PendingRevocations;
  readonly withdrawals: Withdrawals;
  readonly vaults: Pick<Vaults, 'seen' | 'keep' | 'drop'>;
  readonly withLock: WithLock;
  readonly clock: Clock;
  /** Whether the browser holds each request: then none shares a token. */
  readonly holdsRequests: boolean;
  /** Runs after each change, before `change` returns: whoever asked may rely on the header rules. */
  readonly changed: () => Promise<void>;
}

interface Changed {
  /** The state as it was stored before. */
  readonly stored: ProfileState;
  /** The same as it was read. */
  readonly before: ProfileState;
  readonly isChanged: boolean;
}

/** The sessions and credentials of profiles, in memory storage. */
export class ProfileStates {
  readonly #ports: ProfileStatesPorts;

  constructor(ports: ProfileStatesPorts) {
    this.#ports = ports;
  }

  async read(profile: Profile): Promise<ProfileState> {
    const { vaults, withdrawals } = this.#ports;
    return vaults.seen(await withdrawals.seen(await this.#stored(profile)));
  }

  /**
   * Changes a state in one step that no other change can come between. Nothing waits for the network inside.
   * @param change gets the state as it is now; gives what is to be another, or the same objects to leave it
   * @returns the state as it was before
   * @throws AuthError `notStored`: then nothing has changed
   */
  async change(profile: Profile, change: (state: ProfileState) => StateChange): Promise<ProfileState> {
    const { before, isChanged } = await this.#change(profile, change);
    if (isChanged) await this.#ports.changed();
    return before;
  }

  /**
   * Ends a session: the headers go first, then what is kept of it, then one write takes the session away and queues its
   * refresh token to be revoked. Whatever fails, nobody reads the session from now on. What follows from it all is yet to
   * be projected.
   * @param everywhere whether all of the user's sessions are to end, on whatever device
   * @returns the state as it was stored before
   * @throws AuthError `signOutNotStored`
   */
  async end(profile: Profile, everywhere = false): Promise<ProfileState> {
    const { withdrawals } = this.#ports;
    // The projection that follows tries it again, and says so.
    await withdrawals.begin(profile, 'signedOut', everywhere).catch(() => undefined);
    return this.storeEnd(profile);
  }

  /** Stores the end of a session that has ended. @returns and throws as `end` */
  async storeEnd(profile: Profile): Promise<ProfileState> {
    try {
      await this.#ports.vaults.drop(profile.id);
      return (await this.#change(profile, () => ({}))).stored;
    } catch (error) {
      const failure = new AuthError('signOutNotStored', '', error);
      this.#ports.withdrawals.fail(profile, 'signedOut', problemOf(failure));
      throw failure;
    }
  }

  async #stored(profile: Profile): Promise<ProfileState> {
    const [session, credentials] = [sessionKey(profile.id), credentialsKey(profile.id)];
    const stored = await this.#ports.store.readAll([session, credentials]);
    return { profile, session: stored.of(session), credentials: stored.of(credentials) };
  }

  async #change(profile: Profile, change: (state: ProfileState) => StateChange): Promise<Changed> {
    const { withLock, withdrawals } = this.#ports;
    return withLock(`state:${profile.id}`, async () => {
      const end = await withdrawals.find(profile, 'signedOut');
      const stored = await this.#stored(profile);
      const seen = await withdrawals.seen(stored);
      // What could not be stored is no problem any more once this is.
      const before = end ? { ...seen, session: SIGNED_OUT } : seen;
      const { givenUp = [], leavesKept = false, ...changes } = change(before);
      const next = this.#withShared({ ...before, ...changes });
      const left = end ? givenUpBy(stored, end.everywhere) : [];
      // Before anything uses what has come: a pool that rotates takes the token before it only for seconds.
      if (next.credentials !== stored.credentials && !leavesKept) await this.#ports.vaults.keep(next);
      const isChanged = await this.#write(stored, next, [...left, ...givenUp]);
      if (end) withdrawals.settle(profile, 'signedOut');
      return { stored, before, isChanged };
    });
  }

  // New tokens go to the requests that cannot wait, if these need some.
  #withShared(state: ProfileState): ProfileState {
    const { holdsRequests, clock } = this.#ports;
    return holdsRequests ? state : { ...state, session: shareNewest(state, clock.now()) };
  }

  // In one write, so that a worker that dies leaves all as it was or all as it is to be.
  async #write(stored: ProfileState, next: ProfileState, givenUp: readonly GivenUp[]): Promise<boolean> {
    const { id } = next.profile;
    const entries: readonly StoredEntry[] = [
      ...(next.session === stored.session ? [] : [sessionKey(id).entry(next.session)]),
      ...(next.credentials === stored.credentials ? [] : [credentialsKey(id).entry(next.credentials)]),
    ];
    if (entries.length + givenUp.length === 0) return false;
    // What a sign-in has brought is queued until now. One that was rotated is not: nothing may delay its write.
    const adopted = next.session === stored.session ? null : next.credentials.refreshToken;
    await this.#ports.pendingRevocations.writeWith(entries, givenUp, adopted);
    return true;
  }
}
