import type { ChallengeAnswer } from './challenge-sessions';
import { CognitoError, invalidParameter } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { askSecondFactor, secondFactorNames } from './second-factors';
import { finishSignIn } from './sign-in';
import { matchTotpStep } from './totp';

/** SMS_MFA: the code that was sent to the user's phone. */
export function answerSmsMfa(state: PoolState, answer: ChallengeAnswer): JsonObject {
  return answerSentCode(state, answer, 'SMS_MFA_CODE');
}

/** SMS_OTP: the one-time password that was sent to the user's phone. */
export function answerSmsOtp(state: PoolState, answer: ChallengeAnswer): JsonObject {
  return answerSentCode(state, answer, 'SMS_OTP_CODE');
}

/** EMAIL_OTP, as the first factor and as the second. */
export function answerEmailOtp(state: PoolState, answer: ChallengeAnswer): JsonObject {
  return answerSentCode(state, answer, 'EMAIL_OTP_CODE');
}

/** SOFTWARE_TOKEN_MFA: the code of an authenticator app, which is accepted once (RFC 6238 section 5.2). */
export function answerSoftwareTokenMfa(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { user, session, responses } = answer;
  const code = requiredParameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  if (!user.mfa?.totp) throw invalidParameter('User has no software token');
  const step = matchTotpStep(user.mfa.totp, code, state.nowMs());
  if (step === undefined) {
    state.challengeSessions.countWrongCode(session);
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= user.lastTotpStep) {
    state.challengeSessions.countWrongCode(session);
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.lastTotpStep = step;
  return finishSignIn(state, answer);
}

/** SELECT_MFA_TYPE: which of several second factors to use. */
export function answerSelectMfaType(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const wanted = requiredParameter(answer.responses, 'ANSWER');
  const chosen = secondFactorNames(answer.user.mfa).find((name) => name === wanted);
  if (!chosen) throw invalidParameter('Invalid MFA type selected');
  return askSecondFactor(state, answer, chosen);
}

function answerSentCode(state: PoolState, answer: ChallengeAnswer, member: string): JsonObject {
  const code = requiredParameter(answer.responses, member);
  if (code === answer.session.kept.code) return finishSignIn(state, answer);
  state.challengeSessions.countWrongCode(answer.session);
  throw new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.');
}
