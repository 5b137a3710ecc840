import { randomUUID } from 'node:crypto';
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

/** An AuthenticationResult without a refresh token, as a refresh gives it. ExpiresIn is that of the access token. */
export function accessAndIdToken(
  state: PoolState,
  client: AppClient,
  user: User,
  family: TokenFamily,
): JsonObject {
  const shared = sharedClaims(state, client, user, family);
  const iat = seconds(state.nowMs());
  const access = {
    ...accessClaims(client, user),
    ...(family.deviceKey && { device_key: family.deviceKey }),
    iat,
    exp: iat + client.accessTokenSeconds,
    jti: randomUUID(),
  };
  const id = { ...idClaims(client, user), iat, exp: iat + client.idTokenSeconds, jti: randomUUID() };
  state.tokenFamilies.rememberAccessToken(access.jti, family);
  const forgery = state.levers.takeForgery();
  return {
    AccessToken: signPossiblyForged({ ...shared, ...access }, state.signingKeys.access, forgery),
    IdToken: signPossiblyForged({ ...shared, ...id }, state.signingKeys.id, forgery),
    ExpiresIn: client.accessTokenSeconds,
    TokenType: 'Bearer',
  };
}

/**
 * Gives the user and the token family of an access token, or throws what Cognito says of a bad one.
 * GetUser and GlobalSignOut both need the scope aws.cognito.signin.user.admin.
 */
export function authorizeByAccessToken(state: PoolState, accessToken: string): User {
  const claims = readClaims(state, accessToken);
  const family = state.tokenFamilies.familyOfAccessToken(String(claims?.jti));
  const user = family && state.users.find(family.username);
  if (!claims || !family || !user) throw notAuthorized('Invalid Access Token');
  if (Number(claims.exp) <= seconds(state.nowMs())) throw notAuthorized('Access Token has expired');
  if (family.revoked) throw notAuthorized('Access Token has been revoked');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!String(claims.scope).split(' ').includes('aws.cognito.signin.user.admin')) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return user;
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

function accessClaims({ clientId, scope }: AppClient, { username }: User) {
  return { client_id: clientId, token_use: 'access', scope, username };
}

function idClaims({ clientId }: AppClient, user: User) {
  return { ...attributeClaims(user), 'cognito:username': user.username, aud: clientId, token_use: 'id' };
}

// Attributes are strings everywhere in Cognito, but these two are booleans in the id token.
function attributeClaims({ attributes }: User): JsonObject {
  const claims = Object.entries(attributes).map(([name, value]) => [
    name,
    BOOLEAN_ATTRIBUTES.includes(name) ? value === 'true' : value,
  ]);
  return Object.fromEntries(claims);
}

function seconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}
