import type { ChallengeAnswer } from './challenge-sessions';
import { CognitoError, invalidParameter } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { finishSignIn } from './sign-in';
import { matchTotpStep } from './totp';

/** SMS_MFA: the code that was sent to the user's phone. */
export function answerSmsMfa(
  state: PoolState,
  { client, user, session, responses }: ChallengeAnswer,
): JsonObject {
  const code = requiredParameter(responses, 'SMS_MFA_CODE');
  if (code !== session.smsCode) {
    state.challengeSessions.countWrongCode(session);
    throw new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.');
  }
  return finishSignIn(state, client, user);
}

/** SOFTWARE_TOKEN_MFA: the code of an authenticator app, which is accepted once (RFC 6238 section 5.2). */
export function answerSoftwareTokenMfa(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { client, user, session, responses } = answer;
  const code = requiredParameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  if (!user.mfa || !('totp' in user.mfa)) throw invalidParameter('User has no software token');
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
  return finishSignIn(state, client, user);
}
