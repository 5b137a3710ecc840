import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import { isHostedUi } from '../core/profile/sign-in-method';
import type { ProfileSecrets } from '../core/session/credentials';
import type { TokenSet } from '../core/session/session';
import { createHostedUiClient } from './hosted-ui/hosted-ui-client';
import type { Platform } from './platform';
import type { PoolUser } from './sign-in-methods/sign-in-flow';
import type { AuthStep, TokenSource } from './token-source';
import { readPastedToken } from './tokens/pasted-token';
import { createTokenVerifier } from './tokens/token-verifier';
import { createUserPoolClient } from './user-pool-client';
import { appClientOf } from './user-pools-api/app-client';

/** The way to the tokens of this profile. */
export function createTokenSource(
  profile: Profile,
  secrets: ProfileSecrets,
  platform: Platform,
): TokenSource {
  const appClient = appClientOf(profile, secrets.clientSecret);
  const userPool = createUserPoolClient(appClient, platform);
  const hostedUi = createHostedUiClient(profile, appClient, platform);
  const user = poolUserOf(profile, secrets);
  const refuse = async (): Promise<never> => {
    throw new AuthError('challengeUnsupported', profile.signInMethod);
  };
  return {
    signIn: async (credential) => {
      if (isHostedUi(profile.signInMethod)) return hostedUi.signIn();
      if (profile.signInMethod === 'clientCredentials') return stepOf(await hostedUi.signInAsClient());
      if (profile.signInMethod === 'refreshToken')
        return stepOf(await userPool.refresh(credential.trim(), null, null));
      if (profile.signInMethod === 'justToken') {
        const verify = createTokenVerifier(appClient, platform.keySets, platform.crypto.subtle);
        return stepOf(await readPastedToken(credential, profile.tokenUse, platform.now(), verify));
      }
      return user ? userPool.signIn(user, credential) : refuse();
    },
    answerChallenge: async (challenge, answers) =>
      user ? userPool.answerChallenge(user, challenge, answers) : refuse(),
    resendCode: (challenge) => userPool.resendCode(challenge),
    forgotPassword: () => userPool.forgotPassword(profile.username),
    finishHostedUi: async (attempt, answerUrl) => stepOf(await hostedUi.finish(attempt, answerUrl)),
    hostedUiLogoutUrl: () => hostedUi.logoutUrl(),
    signOutEverywhere: (accessToken) => userPool.signOutEverywhere(accessToken),
    renew: (tokens, keep) =>
      tokens.renewal === 'userPoolApi'
        ? userPool.refresh(tokens.refreshToken ?? '', deviceKeyOf(tokens, secrets), keep)
        : hostedUi.renew(tokens, keep),
    revoke: ({ refreshToken, renewal }) =>
      (renewal === 'tokenEndpoint' ? hostedUi : userPool).revoke(refreshToken ?? ''),
  };
}

/** Null for a profile that does not sign in by the user pools API. */
function poolUserOf(
  { signInMethod: method, username, preferredChallenge, rememberDevice }: Profile,
  { totpSecret, device }: ProfileSecrets,
): PoolUser | null {
  switch (method) {
    case 'passwordSrp':
    case 'passwordPlain':
    case 'choice':
    case 'custom':
      return { method, username, preferredChallenge, rememberDevice, totpSecret, device };
    default:
      return null;
  }
}

// A refresh token that was given to a device works only with its key (Cognito API, GetTokensFromRefreshToken).
function deviceKeyOf({ username }: TokenSet, { device }: ProfileSecrets): string | null {
  return device?.username === username ? device.key : null;
}

function stepOf(tokens: TokenSet): AuthStep {
  return { kind: 'tokens', tokens, device: null };
}
