import { kindOf, problemOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import { type KeptPassword, mayUse, type RememberedDevice } from '../../core/session/credentials';
import type { SignedInState } from '../../core/session/profile-state';
import { isSameUser } from '../../core/session/same-user';
import type { TokenSet } from '../../core/session/token';
import type { Clock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
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
   * and a password that was refused is not tried again.
   * @throws the refusal; what may pass by itself, after which another try makes sense
   */
  async signIn(state: SignedInState, refusal: unknown): Promise<Renewed> {
    const { clock, poolAccess } = this.#ports;
    const { profile, session, credentials } = state;
    const { password } = credentials;
    const isFinal = kindOf(problemOf(refusal).code) === 'terminal';
    if (!password || !isFinal || !mayUse(password, clock.now())) throw refusal;
    // R6: a worker that dies in it must not try again what the pool may have refused.
    await this.#keep(profile, { ...password, usedAtMs: clock.now() });
    const step = await poolAccess
      .sourceOf(state)
      .signIn(password.text)
      .catch(async (error: unknown) => {
        if (kindOf(problemOf(error).code) !== 'retryLater') throw refusal;
        await this.#keep(profile, password);
        throw error;
      });
    if (step.kind !== 'tokens' || !isSameUser(step.tokens, session.tokens)) throw refusal;
    return { tokens: step.tokens, device: step.device };
  }

  async #keep(profile: Profile, password: KeptPassword): Promise<void> {
    await this.#ports.states.change(profile, ({ credentials }) =>
      credentials.password ? { credentials: { ...credentials, password } } : {},
    );
  }
}
