import type { TokenSource } from '../../cognito/token-source';
import type { Profile } from '../../core/profile/profile';
import type { RememberedDevice } from '../../core/session/credentials';
import type { ProfileState } from '../../core/session/profile-state';
import type { TokenSourceFor, WithLock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { RevocationQueue } from './revocation-queue';

export interface PoolAccessPorts {
  readonly sourceFor: TokenSourceFor;
  readonly states: ProfileStates;
  readonly revocations: RevocationQueue;
  readonly withLock: WithLock;
}

/** The way to the user pools, for everything that brings or ends tokens. */
export class PoolAccess {
  readonly #ports: PoolAccessPorts;

  constructor(ports: PoolAccessPorts) {
    this.#ports = ports;
  }

  /**
   * Everything that may bring tokens for a profile goes one after the other, in whatever context it runs. What it brings
   * and no session adopts is given back when it ends.
   */
  oneAtATime(profile: Profile, task: () => Promise<void>): Promise<void> {
    const { withLock, revocations } = this.#ports;
    return withLock(`tokens:${profile.id}`, () => task().finally(() => revocations.release(profile.id)));
  }

  /** The way to the pool of this profile, with its secrets. */
  sourceOf({ profile, credentials }: ProfileState): TokenSource {
    const { sourceFor, revocations } = this.#ports;
    const { clientSecret } = credentials;
    return sourceFor(profile, credentials, {
      keepGrant: (grant) => revocations.hold({ ...grant, profile, clientSecret, everywhereBy: null }),
      keepDevice: (key, device) => this.#keepDevice(profile, key, device),
    });
  }

  /** Has what is queued revoked. The user need not wait for the pool, and what fails is tried again. */
  revokeDue(): void {
    void this.#ports.revocations.flush();
  }

  // Meanwhile the user may have had it forgotten, with the settings that it belongs to.
  async #keepDevice(profile: Profile, key: string, device: RememberedDevice | null): Promise<void> {
    await this.#ports.states.change(profile, ({ credentials }) =>
      credentials.device?.key === key ? { credentials: { ...credentials, device } } : {},
    );
  }
}
