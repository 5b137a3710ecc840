import { askChallenge } from './ask-challenge';
import { CognitoError, incorrectUsernameOrPassword, notAuthorized } from './cognito-error';
import { nameNewDevice } from './devices';
import type { PoolState } from './pool-state';
import type { JsonObject } from './request-members';
import { askSecondFactor, askSelectMfaType, secondFactorNames } from './second-factors';
import type { SignInAttempt } from './sign-in-attempt';
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

/** Throws if the user is disabled, not confirmed, or has to reset the password. */
export function refuseByUserStatus(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!user.confirmed) throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.mustResetPassword) {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
}

/** What follows a right password: a forced change of it, a second factor, or the tokens. */
export function continueAfterPassword(state: PoolState, attempt: SignInAttempt): JsonObject {
  const { user } = attempt;
  if (!user.passwordIsTemporary) return continueWithMfa(state, attempt);
  return askChallenge(state, attempt, {
    name: 'NEW_PASSWORD_REQUIRED',
    parameters: {
      requiredAttributes: JSON.stringify(missingAttributes(user).map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(user.attributes),
    },
  });
}

/** What follows the password, or the change of it. A remembered device takes the place of the second factor. */
export function continueWithMfa(state: PoolState, attempt: SignInAttempt): JsonObject {
  const { user, deviceKey = '' } = attempt;
  if (user.devices.get(deviceKey)?.isRemembered) {
    return askChallenge(state, attempt, { name: 'DEVICE_SRP_AUTH' });
  }
  const names = secondFactorNames(user.mfa);
  const [first] = names;
  if (first && names.length === 1) return askSecondFactor(state, attempt, first);
  if (first) return askSelectMfaType(state, attempt, names);
  const { mfaToSetUp } = state.settings;
  if (mfaToSetUp.length === 0) return finishSignIn(state, attempt);
  const parameters = { MFAS_CAN_SETUP: JSON.stringify(mfaToSetUp) };
  return askChallenge(state, attempt, { name: 'MFA_SETUP', parameters });
}

/** Gives the tokens, and the name for a device that is not tracked yet. */
export function finishSignIn(state: PoolState, attempt: SignInAttempt): JsonObject {
  const planned = state.levers.takeChallenge();
  if (planned) return askChallenge(state, attempt, planned);
  const { client, user } = attempt;
  const newDevice = attempt.deviceKey ? undefined : nameNewDevice(state, user);
  const deviceKey = newDevice?.deviceKey ?? attempt.deviceKey;
  const AuthenticationResult = {
    ...signInResult(state, client, user, deviceKey),
    ...(newDevice && {
      NewDeviceMetadata: { DeviceKey: newDevice.deviceKey, DeviceGroupKey: newDevice.groupKey },
    }),
  };
  return { ChallengeParameters: {}, AuthenticationResult };
}

/** The required attributes that the user does not have yet. */
export function missingAttributes(user: User): string[] {
  return user.requiredAttributes.filter((name) => !user.attributes[name]);
}
