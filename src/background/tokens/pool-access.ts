import type { TokenSource } from '../../cognito/token-source';
import type { Profile } from '../../core/profile/profile';
import { givenUpBy, type ProfileState } from '../../core/session/profile-state';
import type { TokenSourceFor, WithLock } from '../ports';
import type { RevocationQueue } from './revocation-queue';

export interface PoolAccessPorts {
  readonly sourceFor: TokenSourceFor;
  readonly revocations: RevocationQueue;
  readonly withLock: WithLock;
}

/** The way to the user pools, for everything that brings or ends tokens. */
export class PoolAccess {
  readonly #ports: PoolAccessPorts;

  constructor(ports: PoolAccessPorts) {
    this.#ports = ports;
  }

  /** Everything that may bring tokens for a profile goes one after the other, in whatever context it runs. */
  oneAtATime(profile: Profile, task: () => Promise<void>): Promise<void> {
    return this.#ports.withLock(`tokens:${profile.id}`, task);
  }

  /** The way to the pool of this profile, with its secrets. */
  sourceOf({ profile, credentials }: ProfileState): TokenSource {
    return this.#ports.sourceFor(profile, credentials);
  }

  /** Has the tokens of a state that nobody wants any more revoked, as soon as the pool can be reached. */
  async giveUp(state: ProfileState): Promise<void> {
    await this.#ports.revocations.add(givenUpBy(state));
    this.revokeDue();
  }

  /** Has what is queued revoked. The user need not wait for the pool, and what fails is tried again. */
  revokeDue(): void {
    void this.#ports.revocations.flush();
  }
}
