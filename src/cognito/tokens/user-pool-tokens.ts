import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import type { TokenSet } from '../../core/session/session';
import type { ApiAnswer } from '../user-pools-api/user-pools-api';
import { type ExpectedTokens, parseTokenSet, type ReceivedTokens } from './token-set';
import type { TokenVerifier } from './token-verifier';

/** The tokens of an AuthenticationResult. Source: Cognito API, AuthenticationResultType. */
export function receivedTokens(result: unknown): ReceivedTokens {
  if (!isRecord(result)) throw new AuthError('tokenRejected', 'AuthenticationResult');
  return { id: result.IdToken, access: result.AccessToken, refresh: result.RefreshToken };
}

/**
 * The tokens of an answer of the user pools API, which always gives both.
 * @param sent the refresh token that was sent, if one was, and where to keep one that came in its place
 * @throws AuthError `tokenRejected`; as `TokenVerifier.verify`
 */
export async function userPoolTokens(
  { body, sentAtMs, serverTimeMs }: ApiAnswer,
  verifier: TokenVerifier,
  sent: Pick<ExpectedTokens, 'keptRefreshToken' | 'keep'> = { keptRefreshToken: null, keep: null },
): Promise<TokenSet> {
  const required = ['id', 'access'] as const;
  const expected = { required, sentAtMs, serverTimeMs, nonce: null, ...sent };
  const tokens = await parseTokenSet(receivedTokens(body.AuthenticationResult), expected, verifier);
  return { ...tokens, renewal: tokens.refreshToken === null ? 'none' : 'userPoolApi' };
}
