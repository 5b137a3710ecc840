import { AuthError, kindOf, problemOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import { type KeptPassword, mayUse, type RememberedDevice } from '../../core/session/credentials';
import type { SignedInState } from '../../core/session/profile-state';
import { isSameUser } from '../../core/session/same-user';
import type { TokenSet } from '../../core/session/token';
import type { Clock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { Vaults } from '../vault/vaults';
import type { PoolAccess } from './pool-access';

/** New tokens in place of those of a session. */
export interface Renewed {
  readonly tokens: TokenSet;
  /** A device that the pool has named; null in all other cases. */
  readonly device: RememberedDevice | null;
}

export interface PasswordSignInPorts {
  readonly poolAccess: Pick<PoolAccess, 'sourceOf'>;
  readonly states: Pick<ProfileStates, 'change'>;
  readonly vaults: Pick<Vaults, 'hasFailed'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Signs in by the password that is kept, where the pool has refused the refresh token for good. */
export class PasswordSignIn {
  readonly #ports: PasswordSignInPorts;

  constructor(ports: PasswordSignInPorts) {
    this.#ports = ports;
  }

  /**
   * Signs in once. Whatever the pool answers but tokens is as good as its refusal: nobody is there to answer a question,
   * and a password that was refused is forgotten. Where no answer comes, the pool may have judged the password all the
   * same: it is used again after an hour, so that nobody is locked out.
   * @throws AuthError the refusal, `keptPasswordRefused`; what may pass by itself, after which another try makes sense
   */
  async signIn(state: SignedInState, refusal: unknown): Promise<Renewed> {
    const { clock, poolAccess } = this.#ports;
    const { profile, session, credentials } = state;
    const { password } = credentials;
    if (!password || kindOf(problemOf(refusal).code) !== 'terminal') throw refusal;
    if (!mayUse(password, clock.now())) throw password.isUnanswered ? new AuthError('unreachable') : refusal;
    await this.#use(profile, { ...password, usedAtMs: clock.now(), isUnanswered: true }, refusal);
    const step = await poolAccess
      .sourceOf(state)
      .signIn(password.text)
      .catch(async (error: unknown) => {
        if (kindOf(problemOf(error).code) === 'retryLater') throw error;
        throw await this.#refused(profile);
      });
    if (step.kind !== 'tokens' || !isSameUser(step.tokens, session.tokens))
      throw await this.#refused(profile);
    await this.#store(profile, { ...password, usedAtMs: clock.now(), isUnanswered: false });
    return { tokens: step.tokens, device: step.device };
  }

  // R6: it is stored before the pool is asked, else a worker that dies in it would ask again, and again.
  async #use(profile: Profile, password: KeptPassword, refusal: unknown): Promise<void> {
    await this.#store(profile, password);
    if (this.#ports.vaults.hasFailed(profile)) throw refusal;
  }

  async #refused(profile: Profile): Promise<AuthError> {
    await this.#store(profile, null);
    return new AuthError('keptPasswordRefused');
  }

  async #store(profile: Profile, password: KeptPassword | null): Promise<void> {
    await this.#ports.states.change(profile, ({ credentials }) =>
      credentials.password ? { credentials: { ...credentials, password } } : {},
    );
  }
}
