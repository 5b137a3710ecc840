import { AuthError } from '../../core/auth-error';
import type { TokenSet } from '../../core/session/session';
import type { KeepRefreshToken } from '../auth-step';
import type { SignInContext } from '../sign-in-context';
import type { ApiAnswer } from '../user-pools-api/user-pools-api';
import { userPoolTokens } from './user-pool-tokens';

interface RefreshOptions {
  /** Of the remembered device that the refresh token was given to; null for none. */
  readonly deviceKey: string | null;
  /** Stores a rotated refresh token at once; null where none is stored yet. */
  readonly keep: KeepRefreshToken | null;
}

/**
 * New tokens from the user pools API.
 * Source: Cognito API, GetTokensFromRefreshToken, which works with rotation and without.
 */
export async function refreshUserPoolTokens(
  { api, appClient, verifier }: Pick<SignInContext, 'api' | 'appClient' | 'verifier'>,
  refreshToken: string,
  { deviceKey, keep }: RefreshOptions,
): Promise<TokenSet> {
  // Emulators may know only the older way, which on a real pool fails as soon as refresh tokens are rotated.
  const refreshByInitiateAuth = (error: unknown): Promise<ApiAnswer> => {
    const isUnknown = error instanceof AuthError && error.code === 'operationUnknown';
    if (!isUnknown || appClient.clientSecret !== null) throw error;
    return api.call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: appClient.clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
  };
  const parameters = { RefreshToken: refreshToken, ...(deviceKey !== null && { DeviceKey: deviceKey }) };
  const answer = await api.callAsClient('GetTokensFromRefreshToken', parameters).catch(refreshByInitiateAuth);
  return userPoolTokens(answer, verifier, { keptRefreshToken: refreshToken, keep });
}
