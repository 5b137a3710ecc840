import { createHash, randomUUID } from 'node:crypto';
import type { AppClient } from './app-clients';
import { notAuthorized } from './cognito-error';
import { signPossiblyForged } from './forged-tokens';
import type { PoolState } from './pool-state';
import type { JsonObject } from './request-members';
import { readSignedJwt } from './signing-keys';
import type { TokenFamily } from './token-families';
import type { User } from './users';

const BOOLEAN_ATTRIBUTES = ['email_verified', 'phone_number_verified'];

/**
 * Starts a token family for a finished sign-in and gives the AuthenticationResult with all three tokens.
 * @param deviceKey the tracked device that they are for; a refresh then has to name it
 */
export function signInResult(
  state: PoolState,
  client: AppClient,
  user: User,
  deviceKey?: string,
): JsonObject {
  const authTimeMs = state.nowMs();
  const family = state.tokenFamilies.start({
    username: user.username,
    clientId: client.clientId,
    authTimeMs,
    refreshExpiresAtMs: authTimeMs + client.refreshTokenSeconds * 1000,
    deviceKey,
  });
  const RefreshToken = state.tokenFamilies.issueRefreshToken(family);
  return { ...accessAndIdToken(state, client, user, family), RefreshToken };
}

/**
 * An AuthenticationResult without a refresh token, as a refresh gives it. ExpiresIn is that of the access token.
 * Managed login gives an id token only if the scope `openid` was granted ("Authorize endpoint", Cognito developer guide).
 * @param moreIdClaims claims that only the id token has, such as the nonce
 */
export function accessAndIdToken(
  state: PoolState,
  client: AppClient,
  user: User,
  family: TokenFamily,
  moreIdClaims: JsonObject = {},
): JsonObject {
  const shared = sharedClaims(state, client, user, family);
  const iat = seconds(state.nowMs()) - client.tokenAgeSeconds;
  const access = {
    ...accessClaims(client, user, family),
    ...(family.deviceKey && { device_key: family.deviceKey }),
    iat,
    exp: iat + client.accessTokenSeconds,
    jti: randomUUID(),
  };
  state.tokenFamilies.rememberAccessToken(access.jti, family);
  const forgery = state.levers.takeForgery();
  const AccessToken = signPossiblyForged({ ...shared, ...access }, state.signingKeys.access, forgery);
  const id = { ...idClaims(client, user), iat, exp: iat + client.idTokenSeconds, jti: randomUUID() };
  const hosted = family.scope !== undefined && { at_hash: accessTokenHash(AccessToken) };
  const withGrant = { ...shared, ...id, ...hosted, ...moreIdClaims };
  const IdToken = signPossiblyForged(withGrant, state.signingKeys.id, forgery);
  return {
    AccessToken,
    ...(grantsIdToken(family) && { IdToken }),
    ExpiresIn: client.accessTokenSeconds,
    TokenType: 'Bearer',
  };
}

/**
 * Gives the user of an access token, or throws what Cognito says of a bad one.
 * GetUser and GlobalSignOut both need the scope aws.cognito.signin.user.admin.
 */
export function authorizeByAccessToken(state: PoolState, accessToken: string): User {
  const { user, scopes } = readAccessToken(state, accessToken);
  if (!scopes.includes('aws.cognito.signin.user.admin')) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return user;
}

/** Gives the user and the scopes of a valid access token, or throws what Cognito says of a bad one. */
export function readAccessToken(state: PoolState, accessToken: string): { user: User; scopes: string[] } {
  const claims = readClaims(state, accessToken);
  const family = state.tokenFamilies.familyOfAccessToken(String(claims?.jti));
  const user = family && state.users.find(family.username);
  if (!claims || !family || !user) throw notAuthorized('Invalid Access Token');
  if (Number(claims.exp) <= seconds(state.nowMs())) throw notAuthorized('Access Token has expired');
  if (family.revoked) throw notAuthorized('Access Token has been revoked');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { user, scopes: String(claims.scope).split(' ') };
}

function readClaims(state: PoolState, accessToken: string): JsonObject | undefined {
  return readSignedJwt(accessToken, state.signingKeys.access);
}

function sharedClaims(state: PoolState, client: AppClient, user: User, family: TokenFamily): JsonObject {
  return {
    sub: user.sub,
    ...(user.groups.length > 0 && { 'cognito:groups': user.groups }),
    iss: state.issuer,
    ...(client.enableTokenRevocation && { origin_jti: family.originJti }),
    event_id: randomUUID(),
    auth_time: seconds(family.authTimeMs),
  };
}

function accessClaims(client: AppClient, { username }: User, family: TokenFamily) {
  const hosted = family.scope !== undefined && { scope: family.scope, version: 2 };
  return { client_id: client.clientId, token_use: 'access', scope: client.scope, username, ...hosted };
}

function grantsIdToken({ scope }: TokenFamily): boolean {
  return scope === undefined || scope.split(' ').includes('openid');
}

/** The `at_hash` claim: the left half of the hash of the access token (OpenID Connect Core, section 3.1.3.6). */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

function idClaims({ clientId }: AppClient, user: User) {
  return { ...attributeClaims(user), 'cognito:username': user.username, aud: clientId, token_use: 'id' };
}

// Attributes are strings everywhere in Cognito, but these are not in the id token.
function attributeClaims({ attributes }: User): JsonObject {
  const claims = Object.entries(attributes).map(([name, value]) => [name, claimValue(name, value)]);
  return Object.fromEntries(claims);
}

function claimValue(name: string, value: string): unknown {
  if (BOOLEAN_ATTRIBUTES.includes(name)) return value === 'true';
  return name === 'identities' ? JSON.parse(value) : value;
}

function seconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}
