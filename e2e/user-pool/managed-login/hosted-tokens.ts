import { randomUUID } from 'node:crypto';
import type { AppClient } from '../app-clients';
import { notAuthorized } from '../cognito-error';
import type { PoolState } from '../pool-state';
import type { JsonObject } from '../request-members';
import type { TokenFamily } from '../token-families';
import { accessAndIdToken } from '../tokens';
import type { User } from '../users';
import type { LoginSession } from './login-sessions';

/** Starts the token family of a grant that managed login gave. */
export function startHostedFamily(
  state: PoolState,
  client: AppClient,
  { username, authTimeMs, scope }: LoginSession & { scope: string },
): { user: User; family: TokenFamily } {
  const user = state.users.find(username);
  if (!user?.enabled) throw notAuthorized('User is disabled.');
  const refreshExpiresAtMs = state.nowMs() + client.refreshTokenSeconds * 1000;
  const { clientId } = client;
  const family = state.tokenFamilies.start({ username, clientId, authTimeMs, refreshExpiresAtMs, scope });
  return { user, family };
}

/**
 * The nonce of an id token. Users of further identity providers have one even if the app sent none, as strict clients
 * found out (panva/oauth4webapi issue 188).
 */
export function nonceClaim({ attributes }: User, nonce: string | undefined): JsonObject {
  if (nonce !== undefined) return { nonce };
  return attributes.identities === undefined ? {} : { nonce: randomUUID() };
}

/** Access token and id token by the names of OAuth (RFC 6749 section 5.1). */
export function hostedResult(
  state: PoolState,
  client: AppClient,
  user: User,
  family: TokenFamily,
  idClaims: JsonObject,
): JsonObject {
  const { AccessToken, IdToken, ExpiresIn, TokenType } = accessAndIdToken(
    state,
    client,
    user,
    family,
    idClaims,
  );
  return {
    ...(IdToken !== undefined && { id_token: IdToken }),
    access_token: AccessToken,
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}
