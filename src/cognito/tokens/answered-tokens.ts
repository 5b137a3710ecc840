import type { TokenSet } from '../../core/session/session';
import type { KeepRefreshToken } from '../token-source';
import type { ApiAnswer } from '../user-pools-api/user-pool-api';
import { parseTokenSet, receivedTokens } from './token-set';
import type { VerifyToken } from './token-verifier';

/**
 * The tokens of an answer of the user pools API, which always gives both.
 * @param sentAtMs epoch ms of the local clock when the call was sent
 * @param keptRefreshToken what to keep where no refresh token comes back
 * @param keep as `ExpectedTokens.keep`
 * @throws AuthError `tokenRejected`; as `VerifyToken`
 */
export async function answeredTokens(
  { body, serverTimeMs }: ApiAnswer,
  sentAtMs: number,
  keptRefreshToken: string | null,
  verify: VerifyToken,
  keep: KeepRefreshToken | null = null,
): Promise<TokenSet> {
  const required = ['id', 'access'] as const;
  const expected = { required, sentAtMs, serverTimeMs, nonce: null, keptRefreshToken, keep };
  const tokens = await parseTokenSet(receivedTokens(body.AuthenticationResult), expected, verify);
  return { ...tokens, renewal: tokens.refreshToken === null ? 'none' : 'userPoolApi' };
}
