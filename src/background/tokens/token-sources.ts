import type { TokenSource } from '../../cognito/token-source';
import type { Profile } from '../../core/profile/profile';
import type { ProfileSecrets } from '../../core/session/credentials';
import type { Session } from '../../core/session/session';
import type { WithLock } from '../ports';
import type { Profiles } from '../state/profiles';
import type { RevocationQueue } from './revocation-queue';

/** What everything that brings or ends tokens has in common. */
export interface TokenTurns {
  /** Everything that may bring tokens for a profile goes one after the other, in whatever context it runs. */
  oneAtATime(profile: Profile, task: () => Promise<void>): Promise<void>;
  /** The way to this profile's pool, with the secrets as they are now. */
  sourceOf(profile: Profile): Promise<TokenSource>;
  /** Has the refresh token of a session that nobody wants any more revoked, as soon as the pool can be reached. */
  giveUp(profile: Profile, session: Session, everywhere?: boolean): Promise<void>;
}

export type TokenSourceFor = (profile: Profile, secrets: ProfileSecrets) => TokenSource;

export function createTokenTurns(
  profiles: Profiles,
  revocations: RevocationQueue,
  sourceFor: TokenSourceFor,
  withLock: WithLock,
): TokenTurns {
  return {
    oneAtATime: (profile, task) => withLock(`tokens:${profile.id}`, task),
    sourceOf: async (profile) => sourceFor(profile, await profiles.secrets(profile.id)),
    giveUp: async (profile, session, everywhere = false) => {
      if (session.kind !== 'signedIn') return;
      const { refreshToken, renewal, access } = session.tokens;
      const everywhereBy = everywhere && access ? access.jwt : null;
      if (refreshToken === null && everywhereBy === null) return;
      const { clientSecret } = await profiles.secrets(profile.id);
      await revocations.add({ profile, clientSecret, refreshToken, renewal, everywhereBy });
      // Not awaited: the user need not wait for the pool, and what fails is tried again.
      void revocations.flush();
    },
  };
}
