import type { AppClient } from '../app-clients';
import type { ChallengeAnswer } from '../challenge-sessions';
import {
  answerEmailOtp,
  answerSelectMfaType,
  answerSmsMfa,
  answerSmsOtp,
  answerSoftwareTokenMfa,
} from '../code-challenges';
import { invalidParameter, notAuthorized } from '../cognito-error';
import { answerCustomChallenge } from '../custom-challenges';
import { answerDevicePasswordVerifier, answerDeviceSrpAuth } from '../device-challenges';
import { answerPassword, answerPasswordSrp, answerSelectChallenge } from '../first-factors';
import { answerMfaSetup } from '../mfa-setup';
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
import { signInAttempt } from '../sign-in-attempt';
import { answerPasswordVerifier } from '../srp-challenge';
import { answerWebAuthn } from '../web-authn-challenge';
import type { Operation } from './operation';

/** Checks the answer to one challenge; throws if it is wrong, gives what follows if it is right. */
type SessionChallenge = (state: PoolState, answer: ChallengeAnswer) => JsonObject;

const SESSION_CHALLENGES: ReadonlyMap<string, SessionChallenge> = new Map([
  ['SELECT_CHALLENGE', answerSelectChallenge],
  ['PASSWORD', answerPassword],
  ['PASSWORD_SRP', answerPasswordSrp],
  ['EMAIL_OTP', answerEmailOtp],
  ['SMS_OTP', answerSmsOtp],
  ['WEB_AUTHN', answerWebAuthn],
  ['CUSTOM_CHALLENGE', answerCustomChallenge],
  ['NEW_PASSWORD_REQUIRED', answerNewPassword],
  ['SELECT_MFA_TYPE', answerSelectMfaType],
  ['SMS_MFA', answerSmsMfa],
  ['SOFTWARE_TOKEN_MFA', answerSoftwareTokenMfa],
  ['MFA_SETUP', answerMfaSetup],
  ['DEVICE_SRP_AUTH', answerDeviceSrpAuth],
]);

/** RespondToAuthChallenge: answers the question that InitiateAuth, or the last answer, ended with. */
export const respondToAuthChallenge: Operation = (state, input) => {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const challengeName = requiredMember(input, 'ChallengeName');
  const responses = stringMap(input, 'ChallengeResponses');
  verifySecretHash(client, [requiredParameter(responses, 'USERNAME')], responses.SECRET_HASH);
  if (challengeName === 'PASSWORD_VERIFIER') return answerPasswordVerifier(state, client, responses);
  if (challengeName === 'DEVICE_PASSWORD_VERIFIER') {
    return answerDevicePasswordVerifier(state, client, responses);
  }
  const challenge = SESSION_CHALLENGES.get(challengeName);
  if (!challenge) throw invalidParameter('Challenge name not supported.');
  const answer = readAnswer(state, client, challengeName, input);
  const next = challenge(state, answer);
  answer.session.used = true;
  return next;
};

function readAnswer(
  state: PoolState,
  client: AppClient,
  challengeName: string,
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
  return { ...signInAttempt(client, user, responses), session, responses };
}
