import { AuthError } from '../../core/auth-error';
import type { TokenSet } from '../../core/session/token';
import type { SignInContext } from '../sign-in-context';
import type { SentRefreshToken } from './token-set';
import { userPoolTokens } from './user-pool-tokens';

/**
 * New tokens from the user pools API.
 * Source: Cognito API, GetTokensFromRefreshToken, which works with rotation and without.
 * @param deviceKey of the remembered device that the refresh token was given to; null for none
 */
export async function refreshUserPoolTokens(
  { api, appClient, verifier }: Pick<SignInContext, 'api' | 'appClient' | 'verifier'>,
  sent: SentRefreshToken,
  deviceKey: string | null,
): Promise<TokenSet> {
  const { refreshToken: RefreshToken } = sent;
  const { clientId: ClientId, clientSecret } = appClient;
  const answer = await api
    .callAsClient('GetTokensFromRefreshToken', {
      RefreshToken,
      ...(deviceKey !== null && { DeviceKey: deviceKey }),
    })
    .catch((error: unknown) => {
      // Emulators may know only the older way, which on a real pool fails as soon as refresh tokens are rotated.
      const isUnknown = error instanceof AuthError && error.code === 'operationUnknown';
      if (!isUnknown || clientSecret !== null) throw error;
      const AuthParameters = { REFRESH_TOKEN: RefreshToken };
      return api.call('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters });
    });
  return userPoolTokens(verifier, answer, { sent });
}
