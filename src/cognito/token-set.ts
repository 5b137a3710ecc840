import { AuthError } from '../core/auth-error';
import { isRecord } from '../core/guards';
import { readJwt, type UnverifiedClaims } from '../core/jwt';
import type { TokenUse } from '../core/profile';
import type { Token, TokenSet } from '../core/session';
import type { AppClient } from './app-client';

/**
 * Reads an AuthenticationResult. Each token's end is counted from the moment the call was sent, which the pool's
 * `iat` cannot precede: so a local clock that is wrong, or a slow answer, never makes a token look alive for longer
 * than it is.
 * Source: Cognito API, AuthenticationResultType. `ExpiresIn` is not used: it is one number for two tokens.
 * @param result `AuthenticationResult` of an answer
 * @param sentAtMs epoch ms of the local clock when the call was sent
 * @param keptRefreshToken what to keep where no refresh token comes back (a refresh without rotation)
 * @throws AuthError `tokenRejected` if a token is not for this app client of this pool
 */
export function parseTokenSet(
  result: unknown,
  appClient: AppClient,
  sentAtMs: number,
  keptRefreshToken: string | null,
): TokenSet {
  if (!isRecord(result)) throw new AuthError('tokenRejected', 'AuthenticationResult');
  const id = parseToken(result.IdToken, 'id', appClient, sentAtMs);
  const access = parseToken(result.AccessToken, 'access', appClient, sentAtMs);
  if (id.claims.sub !== access.claims.sub) throw new AuthError('tokenRejected', 'sub');
  const { RefreshToken } = result;
  const isNew = typeof RefreshToken === 'string' && RefreshToken !== '';
  const refreshToken = isNew ? RefreshToken : keptRefreshToken;
  return {
    id: id.token,
    access: access.token,
    refreshToken,
    renewal: refreshToken === null ? 'none' : 'userPoolApi',
    subject: id.claims.sub,
    username: id.claims.username,
  };
}

function parseToken(
  jwt: unknown,
  tokenUse: TokenUse,
  appClient: AppClient,
  sentAtMs: number,
): { readonly token: Token; readonly claims: UnverifiedClaims } {
  if (typeof jwt !== 'string') throw new AuthError('tokenRejected', tokenUse);
  const { clientId, isIssuer } = appClient;
  const claims = readJwt(jwt, { clientId, isIssuer, tokenUse });
  if (!claims.ok) throw new AuthError('tokenRejected', `${tokenUse}: ${claims.problem}`);
  const lifetimeMs = (claims.value.exp - claims.value.iat) * 1000;
  return { claims: claims.value, token: { jwt, lifetimeMs, expiresAtMs: sentAtMs + lifetimeMs } };
}
