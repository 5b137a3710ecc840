import type { AppClient } from './app-clients';
import { CognitoError, notAuthorized } from './cognito-error';
import { requireKnownDevice } from './device';
import type { PoolState } from './pool-state';
import type { IssuedRefreshToken, TokenFamily } from './token-families';
import type { User } from './users';

/**
 * Gives the refresh token's record and its user, or throws what Cognito says of a token it does not accept.
 * @param deviceKey has to be that of the device which the token was given to, and which was confirmed since
 */
export function requireRefreshToken(
  state: PoolState,
  client: AppClient,
  token: string,
  deviceKey?: string,
): { issued: IssuedRefreshToken; user: User } {
  const issued = state.tokenFamilies.findRefreshToken(token);
  const user = issued && state.users.find(issued.family.username);
  if (!issued || !user || issued.family.clientId !== client.clientId) {
    throw notAuthorized('Invalid Refresh Token');
  }
  if (deviceKey !== undefined) requireKnownDevice(user, deviceKey);
  if (!isOfConfirmedDevice(issued.family, user, deviceKey)) throw notAuthorized('Invalid Refresh Token');
  if (issued.family.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (isExpired(state, issued)) throw notAuthorized('Refresh Token has expired');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { issued, user };
}

/**
 * Puts a new refresh token in the place of the used one ("Refresh token rotation", Cognito developer guide).
 * The old one may be used again within the grace period; after it, whoever holds it may have stolen it, so the family dies.
 */
export function rotateRefreshToken(state: PoolState, client: AppClient, issued: IssuedRefreshToken): string {
  if (isBeyondGrace(state, client, issued)) {
    issued.family.revoked = true;
    throw new CognitoError('RefreshTokenReuseException', 'Refresh token has been reused');
  }
  issued.replacedAtMs ??= state.nowMs();
  return state.tokenFamilies.issueRefreshToken(issued.family);
}

/** Whether a refresh with this token would be answered with tokens now. */
export function refreshTokenIsLive(state: PoolState, token: string): boolean {
  const issued = state.tokenFamilies.findRefreshToken(token);
  if (!issued || issued.family.revoked || isExpired(state, issued)) return false;
  return !isBeyondGrace(state, state.clients.get(issued.family.clientId), issued);
}

function isOfConfirmedDevice({ deviceKey }: TokenFamily, user: User, sentKey: string | undefined): boolean {
  if (deviceKey === undefined) return true;
  return sentKey === deviceKey && user.devices.get(deviceKey)?.credential !== undefined;
}

function isExpired(state: PoolState, { family }: IssuedRefreshToken): boolean {
  return state.nowMs() >= family.refreshExpiresAtMs;
}

function isBeyondGrace(
  state: PoolState,
  { rotation }: AppClient,
  { replacedAtMs }: IssuedRefreshToken,
): boolean {
  if (replacedAtMs === undefined) return false;
  return state.nowMs() >= replacedAtMs + (rotation?.retryGracePeriodSeconds ?? 0) * 1000;
}
