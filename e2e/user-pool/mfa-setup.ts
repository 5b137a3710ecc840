import type { ChallengeAnswer, ChallengeSession } from './challenge-sessions';
import { invalidParameter, notAuthorized } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, optionalString } from './request-members';
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

/** MFA_SETUP: ends it with the Session of a VerifySoftwareToken that has seen a right code. */
export function answerMfaSetup(state: PoolState, answer: ChallengeAnswer): JsonObject {
  if (!answer.session.kept.totpIsVerified) throw notAuthorized('Invalid session for the user.');
  return finishSignIn(state, answer);
}
