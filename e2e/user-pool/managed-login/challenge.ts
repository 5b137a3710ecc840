import type { Answer } from '../answer';
import type { AppClient } from '../app-clients';
import { CognitoError, notAuthorized } from '../cognito-error';
import { respondToAuthChallenge } from '../operations/respond-to-auth-challenge';
import type { PoolState } from '../pool-state';
import type { JsonObject } from '../request-members';
import { secretHash } from '../secret-hash';
import type { User } from '../users';
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request';
import { finishLogin } from './authorize';
import { challengePage } from './challenge-page';
import { readOwnForm } from './form-token';
import { loginPage } from './login-page';
import type { Endpoint, WebRequest } from './web-request';

/** A sign-in that is under way on the pages. */
interface Login {
  readonly asked: AuthorizationRequest;
  readonly user: User;
}

// The session outlives these: the user may try again.
const MAY_TRY_AGAIN = ['CodeMismatchException', 'ExpiredCodeException', 'InvalidPasswordException'];

/**
 * Goes on after a right answer: to the callback, or to the page of the next challenge.
 * @param next what the API answered; the tokens in it are its own and nobody gets them
 */
export function continueLogin(
  state: PoolState,
  request: WebRequest,
  { asked, user }: Login,
  next: JsonObject,
): Answer {
  if (next.AuthenticationResult) return finishLogin(state, request, asked, user);
  return challengePage(request, asked.query, {
    name: String(next.ChallengeName),
    session: String(next.Session),
    user,
  });
}

/** POST /challenge: the answer to a challenge, checked as RespondToAuthChallenge checks it. */
export const answerChallenge: Endpoint = (state, request) => {
  const asked = readAuthorizationRequest(state, request.query);
  const { challenge: name = '', session = '', ...responses } = Object.fromEntries(readOwnForm(request));
  const user = state.users.find(responses.USERNAME ?? '');
  try {
    if (!user) throw notAuthorized('Invalid session for the user.');
    const next = respondToAuthChallenge(state, answerToApi(asked.client, name, session, responses));
    return continueLogin(state, request, { asked, user }, next);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const problem = error.message;
    if (!user || !MAY_TRY_AGAIN.includes(error.name))
      return loginPage(request, asked, { username: '', problem });
    return challengePage(request, asked.query, { name, session, user, problem });
  }
};

function answerToApi(
  { clientId, clientSecret }: AppClient,
  ChallengeName: string,
  Session: string,
  responses: Record<string, string>,
): JsonObject {
  const SECRET_HASH = clientSecret && secretHash(clientSecret, responses.USERNAME ?? '', clientId);
  const ChallengeResponses = { ...responses, ...(SECRET_HASH && { SECRET_HASH }) };
  return { ClientId: clientId, ChallengeName, Session, ChallengeResponses };
}
