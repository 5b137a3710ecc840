import type { ChallengeAnswer, ChallengeSession } from './challenge-sessions';
import { invalidParameter, notAuthorized } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, optionalString } from './request-members';
import { askSecondFactor } from './second-factors';
import { finishSignIn } from './sign-in';

/** The open MFA_SETUP whose Session AssociateSoftwareToken and VerifySoftwareToken take. */
export function requireMfaSetup(state: PoolState, input: JsonObject): ChallengeSession {
  const session = optionalString(input, 'Session');
  if (!session) throw invalidParameter('Missing required parameter Session');
  return state.challengeSessions.get(session, { challengeName: 'MFA_SETUP' }, state.nowMs());
}

/** Gives the Session of the next step, which is the only one that is valid from then on. */
export function continueMfaSetup(
  state: PoolState,
  session: ChallengeSession,
  kept: ChallengeSession['kept'],
): string {
  session.used = true;
  const { challengeName, username, clientId, expiresAtMs } = session;
  return state.challengeSessions.open({ challengeName, username, clientId, expiresAtMs, kept }).session;
}

/**
 * MFA_SETUP: takes the address that codes are sent to from now on, and sends the first; or ends it with the Session of a
 * VerifySoftwareToken that has seen a right code.
 */
export function answerMfaSetup(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { EMAIL } = answer.responses;
  if (EMAIL !== undefined && state.settings.mfaToSetUp.includes('EMAIL_OTP')) {
    if (!/^\S+@\S+$/.test(EMAIL)) throw invalidParameter('Invalid email address format.');
    answer.user.mfa = { email: EMAIL };
    return askSecondFactor(state, answer, 'EMAIL_OTP');
  }
  if (!answer.session.kept.totpIsVerified) throw notAuthorized('Invalid session for the user.');
  return finishSignIn(state, answer);
}
