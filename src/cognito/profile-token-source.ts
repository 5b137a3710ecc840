import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile';
import type { ProfileSecrets } from '../core/profile-secrets';
import { appClientOf } from './app-client';
import type { Platform } from './platform';
import type { TokenSource } from './token-source';
import { createUserPoolClient } from './user-pool-client';

/** The way to the tokens of this profile. */
export function createTokenSource(
  profile: Profile,
  secrets: ProfileSecrets,
  platform: Platform,
): TokenSource {
  const userPool = createUserPoolClient(appClientOf(profile, secrets.clientSecret), platform);
  const refuse = async (): Promise<never> => {
    throw new AuthError('hostedUiMissing');
  };
  return {
    signIn: (password) => {
      const { signInMethod: method, username, preferredChallenge } = profile;
      if (method !== 'passwordSrp' && method !== 'passwordPlain') return refuse();
      return userPool.signIn({ method, username, password, preferredChallenge });
    },
    answerChallenge: (challenge, answers) => userPool.answerChallenge(challenge, answers),
    resendCode: refuse,
    forgotPassword: refuse,
    finishHostedUi: refuse,
    hostedUiLogoutUrl: refuse,
    signOutEverywhere: refuse,
    renew: ({ refreshToken }) => userPool.refresh(refreshToken ?? ''),
    revoke: ({ refreshToken }) => userPool.revoke(refreshToken ?? ''),
  };
}
