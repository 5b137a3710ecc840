import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import type { TokenSet } from '../../core/session/token';
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
 * @throws AuthError `tokenRejected`; as `TokenVerifier.verify`
 */
export async function userPoolTokens(
  verifier: TokenVerifier,
  { body, sentAtMs, serverTimeMs }: ApiAnswer,
  keeping: Pick<ExpectedTokens, 'sent' | 'keep'>,
): Promise<TokenSet> {
  const answer = { received: receivedTokens(body.AuthenticationResult), sentAtMs, serverTimeMs };
  const expected = { required: ['id', 'access'], ...keeping } as const;
  const tokens = await parseTokenSet(answer, expected, verifier);
  return { ...tokens, renewal: tokens.refreshToken === null ? 'none' : 'userPoolApi' };
}
