import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile';
import type { ProfileSecrets } from '../core/profile-secrets';
import type { TokenSet } from '../core/session';
import { isHostedUi } from '../core/sign-in-method';
import { appClientOf } from './app-client';
import { createHostedUiClient } from './hosted-ui-client';
import type { Platform } from './platform';
import type { AuthStep, TokenSource } from './token-source';
import { createUserPoolClient } from './user-pool-client';

/** The way to the tokens of this profile. */
export function createTokenSource(
  profile: Profile,
  secrets: ProfileSecrets,
  platform: Platform,
): TokenSource {
  const appClient = appClientOf(profile, secrets.clientSecret);
  const userPool = createUserPoolClient(appClient, platform);
  const hostedUi = createHostedUiClient(profile, appClient, platform);
  const refuse = async (): Promise<never> => {
    throw new AuthError('hostedUiMissing');
  };
  return {
    signIn: (password) => {
      const { signInMethod: method, username, preferredChallenge } = profile;
      if (isHostedUi(method)) return hostedUi.signIn();
      if (method === 'clientCredentials') return stepOf(hostedUi.signInAsClient());
      if (method !== 'passwordSrp' && method !== 'passwordPlain') return refuse();
      return userPool.signIn({ method, username, password, preferredChallenge });
    },
    answerChallenge: (challenge, answers) => userPool.answerChallenge(challenge, answers),
    resendCode: refuse,
    forgotPassword: refuse,
    finishHostedUi: (attempt, answerUrl) => stepOf(hostedUi.finish(attempt, answerUrl)),
    hostedUiLogoutUrl: () => hostedUi.logoutUrl(),
    signOutEverywhere: refuse,
    renew: (tokens) =>
      tokens.renewal === 'userPoolApi' ? userPool.refresh(tokens.refreshToken ?? '') : hostedUi.renew(tokens),
    revoke: ({ refreshToken, renewal }) => {
      const client = renewal === 'tokenEndpoint' ? hostedUi : userPool;
      return client.revoke(refreshToken ?? '');
    },
  };
}

async function stepOf(tokens: Promise<TokenSet>): Promise<AuthStep> {
  return { kind: 'tokens', tokens: await tokens, device: null };
}
