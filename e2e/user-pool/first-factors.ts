import type { AppClient } from './app-clients';
import { askChallenge } from './ask-challenge';
import type { ChallengeAnswer } from './challenge-sessions';
import { deliveryParameters, sendCode } from './code-delivery';
import { incorrectUsernameOrPassword, invalidParameter } from './cognito-error';
import type { FirstFactorName } from './pool-settings';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { continueAfterPassword, verifyPassword } from './sign-in';
import type { SignInAttempt } from './sign-in-attempt';
import { startSrpAttempt } from './srp-challenge';
import type { User } from './users';
import { answerWebAuthn, askWebAuthn, webAuthnQuestion } from './web-authn-challenge';

/** What PREFERRED_CHALLENGE and ANSWER may name. */
type FirstChallengeName = FirstFactorName | 'PASSWORD_SRP';
type Parameters = Record<string, string>;
type StartFactor = (state: PoolState, attempt: SignInAttempt, parameters: Parameters) => JsonObject;

const STARTS: Record<FirstChallengeName, StartFactor> = {
  PASSWORD: checkPassword,
  PASSWORD_SRP: startPasswordSrp,
  EMAIL_OTP: (state, attempt) => askOneTimePassword(state, attempt, 'EMAIL_OTP'),
  SMS_OTP: (state, attempt) => askOneTimePassword(state, attempt, 'SMS_OTP'),
  WEB_AUTHN: (state, attempt) => askWebAuthn(state, attempt),
};

// No page of the documentation states the length, so that no client may count on the six digits of MFA.
const ONE_TIME_PASSWORD_DIGITS = 8;

/** USER_AUTH: the challenge that the caller prefers, or, where the user does not have it, the choice. */
export function startFirstFactor(
  state: PoolState,
  attempt: SignInAttempt,
  parameters: Parameters,
): JsonObject {
  const available = availableChallenges(state, attempt.user);
  const preferred = available.find((name) => name === parameters.PREFERRED_CHALLENGE);
  if (preferred) return STARTS[preferred](state, attempt, parameters);
  // The answer may bring CREDENTIAL at once (RespondToAuthChallenge, API reference), so its challenge has to come with the choice.
  const question = available.includes('WEB_AUTHN') ? webAuthnQuestion(state, attempt.user) : {};
  const choice = askChallenge(state, attempt, { name: 'SELECT_CHALLENGE', ...question });
  return { ...choice, AvailableChallenges: available };
}

/** SELECT_CHALLENGE: what the chosen challenge needs may come in the same call; otherwise it is asked. */
export function answerSelectChallenge(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { user, responses } = answer;
  const wanted = requiredParameter(responses, 'ANSWER');
  const chosen = availableChallenges(state, user).find((name) => name === wanted);
  if (!chosen) throw invalidParameter('Invalid challenge selection.');
  if (chosen === 'PASSWORD' && !responses.PASSWORD) return askChallenge(state, answer, { name: chosen });
  if (chosen === 'PASSWORD_SRP' && !responses.SRP_A) return askChallenge(state, answer, { name: chosen });
  if (chosen === 'WEB_AUTHN' && responses.CREDENTIAL) return answerWebAuthn(state, answer);
  return STARTS[chosen](state, answer, responses);
}

/** PASSWORD: the bare password, after SELECT_CHALLENGE. */
export function answerPassword(state: PoolState, answer: ChallengeAnswer): JsonObject {
  return checkPassword(state, answer, answer.responses);
}

/** PASSWORD_SRP: brings SRP_A and leads to PASSWORD_VERIFIER. */
export function answerPasswordSrp(state: PoolState, answer: ChallengeAnswer): JsonObject {
  return startPasswordSrp(state, answer, answer.responses);
}

/** USER_AUTH for a user who does not exist: an SRP challenge is invented, anything else looks like a wrong password. */
export function startForUnknownUser(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const username = requiredParameter(parameters, 'USERNAME');
  if (parameters.PREFERRED_CHALLENGE === 'PASSWORD_SRP') {
    const publicA = requiredParameter(parameters, 'SRP_A');
    return startSrpAttempt(state, client, { username, user: undefined, publicA });
  }
  throw incorrectUsernameOrPassword();
}

// A factor without a password is no half of multi-factor authentication: where that is in force, a password is asked.
function availableChallenges(state: PoolState, user: User): FirstChallengeName[] {
  const { firstFactors, mfaToSetUp } = state.settings;
  const needsPassword = user.mfa !== undefined || mfaToSetUp.length > 0;
  const has: Record<FirstFactorName, boolean> = {
    PASSWORD: user.credential !== undefined,
    EMAIL_OTP: !needsPassword && user.attributes.email_verified === 'true',
    SMS_OTP: !needsPassword && user.attributes.phone_number_verified === 'true',
    WEB_AUTHN: !needsPassword && user.passkeys.length > 0,
  };
  const names = firstFactors.filter((name) => has[name]);
  return names.flatMap((name) => (name === 'PASSWORD' ? ['PASSWORD', 'PASSWORD_SRP'] : [name]));
}

function checkPassword(state: PoolState, attempt: SignInAttempt, parameters: Parameters): JsonObject {
  const password = requiredParameter(parameters, 'PASSWORD');
  verifyPassword(state, attempt.user, () => state.users.passwordIsRight(attempt.user, password));
  return continueAfterPassword(state, attempt);
}

function startPasswordSrp(state: PoolState, attempt: SignInAttempt, parameters: Parameters): JsonObject {
  const { client, user } = attempt;
  const publicA = requiredParameter(parameters, 'SRP_A');
  return startSrpAttempt(state, client, { username: user.username, user, publicA });
}

function askOneTimePassword(
  state: PoolState,
  attempt: SignInAttempt,
  name: 'EMAIL_OTP' | 'SMS_OTP',
): JsonObject {
  const { email = '', phone_number: phone = '' } = attempt.user.attributes;
  const delivery =
    name === 'EMAIL_OTP'
      ? ({ medium: 'EMAIL', destination: email } as const)
      : ({ medium: 'SMS', destination: phone } as const);
  const code = sendCode(state, attempt.user, delivery, ONE_TIME_PASSWORD_DIGITS);
  return askChallenge(state, attempt, { name, parameters: deliveryParameters(delivery), kept: { code } });
}
