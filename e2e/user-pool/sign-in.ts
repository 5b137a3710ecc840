import { randomInt } from 'node:crypto';
import type { AppClient } from './app-clients';
import type { SessionChallengeName } from './challenge-sessions';
import { CognitoError, incorrectUsernameOrPassword, notAuthorized } from './cognito-error';
import type { PoolState } from './pool-state';
import type { JsonObject } from './request-members';
import { signInResult } from './tokens';
import type { User } from './users';

/**
 * Lets a sign-in pass only if the user may sign in and knows the password.
 * The states come before the password, as on a real pool: an unconfirmed user is told so in any case.
 * @param passwordIsRight is not called during a lock-out, so attempts then neither count nor reveal anything
 */
export function verifyPassword(state: PoolState, user: User, passwordIsRight: () => boolean): void {
  state.lockOut.refuseIfLocked(user.username, state.nowMs());
  refuseByUserStatus(user);
  if (!passwordIsRight()) {
    state.lockOut.recordFailure(user.username, state.nowMs());
    throw incorrectUsernameOrPassword();
  }
  state.lockOut.recordSuccess(user.username);
}

/** What follows a right password: a forced change of it, a second factor, or the tokens. */
export function continueAfterPassword(state: PoolState, client: AppClient, user: User): JsonObject {
  if (!user.passwordIsTemporary) return continueWithMfa(state, client, user);
  return challenge(state, client, user, {
    name: 'NEW_PASSWORD_REQUIRED',
    parameters: {
      requiredAttributes: JSON.stringify(missingAttributes(user).map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(user.attributes),
    },
  });
}

/** What follows the password, or the change of it. */
export function continueWithMfa(state: PoolState, client: AppClient, user: User): JsonObject {
  if (!user.mfa) return finishSignIn(state, client, user);
  if ('sms' in user.mfa) return smsChallenge(state, client, user, user.mfa.sms);
  return challenge(state, client, user, {
    name: 'SOFTWARE_TOKEN_MFA',
    parameters: { FRIENDLY_DEVICE_NAME: 'Authenticator app' },
  });
}

export function finishSignIn(state: PoolState, client: AppClient, user: User): JsonObject {
  return { ChallengeParameters: {}, AuthenticationResult: signInResult(state, client, user) };
}

/** The required attributes that the user does not have yet. */
export function missingAttributes(user: User): string[] {
  return user.requiredAttributes.filter((name) => !user.attributes[name]);
}

function refuseByUserStatus(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!user.confirmed) throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.mustResetPassword) {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
}

function smsChallenge(state: PoolState, client: AppClient, user: User, phone: string): JsonObject {
  const smsCode = String(randomInt(1_000_000)).padStart(6, '0');
  state.outbox.push({ username: user.username, medium: 'SMS', destination: phone, code: smsCode });
  return challenge(state, client, user, {
    name: 'SMS_MFA',
    parameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
      CODE_DELIVERY_DESTINATION: `+*******${phone.slice(-4)}`,
    },
    smsCode,
  });
}

function challenge(
  state: PoolState,
  client: AppClient,
  user: User,
  question: { name: SessionChallengeName; parameters: Record<string, string>; smsCode?: string },
): JsonObject {
  const { session } = state.challengeSessions.open({
    challengeName: question.name,
    username: user.username,
    clientId: client.clientId,
    expiresAtMs: state.nowMs() + client.authSessionSeconds * 1000,
    ...(question.smsCode && { smsCode: question.smsCode }),
  });
  return {
    ChallengeName: question.name,
    ChallengeParameters: { ...question.parameters, USER_ID_FOR_SRP: user.username },
    Session: session,
  };
}
