import type { AppClient } from '../app-clients';
import type { ChallengeAnswer, SessionChallengeName } from '../challenge-sessions';
import { invalidParameter, notAuthorized } from '../cognito-error';
import { answerSmsMfa, answerSoftwareTokenMfa } from '../mfa-challenges';
import { answerNewPassword } from '../new-password-challenge';
import type { PoolState } from '../pool-state';
import {
  type JsonObject,
  optionalString,
  requiredMember,
  requiredParameter,
  stringMap,
} from '../request-members';
import { verifySecretHash } from '../secret-hash';
import { answerPasswordVerifier } from '../srp-challenge';
import type { Operation } from './operation';

/** Checks the answer to one challenge; throws if it is wrong, gives what follows if it is right. */
type SessionChallenge = (state: PoolState, answer: ChallengeAnswer) => JsonObject;

const SESSION_CHALLENGES: Record<SessionChallengeName, SessionChallenge> = {
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  SMS_MFA: answerSmsMfa,
  SOFTWARE_TOKEN_MFA: answerSoftwareTokenMfa,
};

/** RespondToAuthChallenge: answers the question that InitiateAuth, or the last answer, ended with. */
export const respondToAuthChallenge: Operation = (state, input) => {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const challengeName = requiredMember(input, 'ChallengeName');
  const responses = stringMap(input, 'ChallengeResponses');
  verifySecretHash(client, [requiredParameter(responses, 'USERNAME')], responses.SECRET_HASH);
  if (challengeName === 'PASSWORD_VERIFIER') return answerPasswordVerifier(state, client, responses);
  if (!isSessionChallenge(challengeName)) throw invalidParameter('Challenge name not supported.');
  const answer = readAnswer(state, client, challengeName, input);
  const next = SESSION_CHALLENGES[challengeName](state, answer);
  answer.session.used = true;
  return next;
};

function isSessionChallenge(name: string): name is SessionChallengeName {
  return Object.hasOwn(SESSION_CHALLENGES, name);
}

function readAnswer(
  state: PoolState,
  client: AppClient,
  challengeName: SessionChallengeName,
  input: JsonObject,
): ChallengeAnswer {
  const responses = stringMap(input, 'ChallengeResponses');
  const sessionId = optionalString(input, 'Session');
  if (!sessionId) throw invalidParameter('Missing required parameter Session');
  const user = state.users.find(requiredParameter(responses, 'USERNAME'));
  if (!user) throw notAuthorized('Invalid session for the user.');
  const question = { challengeName, username: user.username, clientId: client.clientId };
  const session = state.challengeSessions.get(sessionId, question, state.nowMs());
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { client, user, session, responses };
}
