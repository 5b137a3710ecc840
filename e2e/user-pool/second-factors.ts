import { askChallenge } from './ask-challenge';
import { type Delivery, deliveryParameters, sendCode } from './code-delivery';
import type { SecondFactorName } from './pool-settings';
import type { PoolState } from './pool-state';
import type { JsonObject } from './request-members';
import type { SignInAttempt } from './sign-in-attempt';
import type { Mfa } from './users';

/** The second factors that a user has set up. */
export function secondFactorNames(mfa: Mfa | undefined): SecondFactorName[] {
  const names: SecondFactorName[] = [];
  if (mfa?.sms) names.push('SMS_MFA');
  if (mfa?.totp) names.push('SOFTWARE_TOKEN_MFA');
  if (mfa?.email) names.push('EMAIL_OTP');
  return names;
}

/** Asks for one of the user's second factors; sends the code first where there is one to send. */
export function askSecondFactor(
  state: PoolState,
  attempt: SignInAttempt,
  name: SecondFactorName,
): JsonObject {
  const { sms = '', email = '' } = attempt.user.mfa ?? {};
  if (name === 'SMS_MFA') return askSentCode(state, attempt, name, { medium: 'SMS', destination: sms });
  if (name === 'EMAIL_OTP') return askSentCode(state, attempt, name, { medium: 'EMAIL', destination: email });
  return askChallenge(state, attempt, { name, parameters: { FRIENDLY_DEVICE_NAME: 'Authenticator app' } });
}

/** SELECT_MFA_TYPE, for a user who has several second factors. */
export function askSelectMfaType(
  state: PoolState,
  attempt: SignInAttempt,
  names: readonly SecondFactorName[],
): JsonObject {
  const parameters = { MFAS_CAN_CHOOSE: JSON.stringify(names) };
  return askChallenge(state, attempt, { name: 'SELECT_MFA_TYPE', parameters });
}

function askSentCode(
  state: PoolState,
  attempt: SignInAttempt,
  name: SecondFactorName,
  delivery: Delivery,
): JsonObject {
  const code = sendCode(state, attempt.user, delivery);
  return askChallenge(state, attempt, { name, parameters: deliveryParameters(delivery), kept: { code } });
}
