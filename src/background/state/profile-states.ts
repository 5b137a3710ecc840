import type { Profile } from '../../core/profile/profile';
import { shareNewest } from '../../core/session/one-time-tokens';
import type { ProfileState, StateChange } from '../../core/session/profile-state';
import { credentialsKey } from '../../core/storage/credentials';
import { sessionKey } from '../../core/storage/sessions';
import type { Clock, WithLock } from '../ports';
import type { Store } from './store';

export interface ProfileStatesPorts {
  readonly store: Store;
  readonly withLock: WithLock;
  readonly clock: Clock;
  /** Whether the browser holds each request: then none shares a token. */
  readonly holdsRequests: boolean;
  /** Runs after each change, before `change` returns: whoever asked may rely on the header rules. */
  readonly changed: () => Promise<void>;
}

/** The sessions and credentials of profiles, in memory storage. */
export class ProfileStates {
  readonly #ports: ProfileStatesPorts;

  constructor(ports: ProfileStatesPorts) {
    this.#ports = ports;
  }

  async read(profile: Profile): Promise<ProfileState> {
    const [session, credentials] = [sessionKey(profile.id), credentialsKey(profile.id)];
    const stored = await this.#ports.store.readAll([session, credentials]);
    return { profile, session: stored.of(session), credentials: stored.of(credentials) };
  }

  /**
   * Changes a state in one step that no other change can come between. Nothing waits for the network inside.
   * @param change gets the state as it is now; gives what is to be another, or the same objects to leave it
   * @returns the state as it was before
   */
  async change(profile: Profile, change: (state: ProfileState) => StateChange): Promise<ProfileState> {
    const { withLock, changed } = this.#ports;
    const [before, isChanged] = await withLock(`state:${profile.id}`, async () => {
      const current = await this.read(profile);
      const next = this.#withShared({ ...current, ...change(current) });
      return [current, await this.#write(current, next)] as const;
    });
    if (isChanged) await changed();
    return before;
  }

  // New tokens go to the requests that cannot wait, if these need some.
  #withShared(state: ProfileState): ProfileState {
    const { holdsRequests, clock } = this.#ports;
    return holdsRequests ? state : { ...state, session: shareNewest(state, clock.now()) };
  }

  // In one write, so that a worker that dies leaves both as they were or both as they are to be.
  async #write(current: ProfileState, next: ProfileState): Promise<boolean> {
    const { id } = next.profile;
    const entries = [
      ...(next.session === current.session ? [] : [sessionKey(id).entry(next.session)]),
      ...(next.credentials === current.credentials ? [] : [credentialsKey(id).entry(next.credentials)]),
    ];
    if (entries.length > 0) await this.#ports.store.writeAll(entries);
    return entries.length > 0;
  }
}
