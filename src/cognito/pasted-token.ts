import { AuthError } from '../core/auth-error';
import { readJwt } from '../core/jwt';
import type { TokenUse } from '../core/profile';
import type { TokenSet } from '../core/session';
import type { AppClient } from './app-client';

/** The kinds of token as the form names them (`optionIdToken`, `optionAccessToken`): both are names of the protocol. */
const NAMES: Readonly<Record<TokenUse, string>> = { id: 'ID token', access: 'Access token' };

/**
 * Reads a token that the user has from elsewhere. It is used until its `exp` by the local clock: no answer of the
 * pool shows the pool's.
 * @param pasted a JWT, perhaps as it stands in a header
 * @param tokenUse the kind that the profile attaches
 * @param nowMs epoch ms of the local clock
 * @throws AuthError `tokenUseMismatch`, `tokenExpired`, or `tokenRejected` if it is not for this app client of this pool
 */
export function readPastedToken(
  pasted: string,
  { clientId, isIssuer }: AppClient,
  tokenUse: TokenUse,
  nowMs: number,
): TokenSet {
  const jwt = pasted.trim().replace(/^bearer\s+/i, '');
  const claims = readJwt(jwt, { clientId, isIssuer, tokenUse });
  if (!claims.ok && claims.problem === 'tokenUse') {
    throw new AuthError('tokenUseMismatch', NAMES[tokenUse === 'id' ? 'access' : 'id']);
  }
  if (!claims.ok) throw new AuthError('tokenRejected', `${tokenUse}: ${claims.problem}`);
  const { exp, iat, sub, username } = claims.value;
  const expiresAtMs = exp * 1000;
  if (expiresAtMs <= nowMs) throw new AuthError('tokenExpired');
  const token = { jwt, expiresAtMs, lifetimeMs: (exp - iat) * 1000 };
  const pair = tokenUse === 'id' ? { id: token, access: null } : { id: null, access: token };
  return { ...pair, refreshToken: null, renewal: 'none', subject: sub, username };
}
