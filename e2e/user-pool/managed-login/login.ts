import type { Answer } from '../answer';
import { CognitoError, incorrectUsernameOrPassword } from '../cognito-error';
import type { PoolState } from '../pool-state';
import { continueAfterPassword, verifyPassword } from '../sign-in';
import type { User } from '../users';
import { readAuthorizationRequest } from './authorization-request';
import { continueLogin } from './challenge';
import { readOwnForm } from './form-token';
import { loginPage } from './login-page';
import { PageError } from './page';
import type { Endpoint } from './web-request';

/** GET /login: the form. */
export const showLogin: Endpoint = (state, request) => {
  const asked = readAuthorizationRequest(state, request.query);
  return loginPage(request, asked, { username: request.query.get('login_hint') ?? '' });
};

/** POST /login: username and password. They count for the same lock-out as those of the API. */
export const submitLogin: Endpoint = (state, request): Answer => {
  const asked = readAuthorizationRequest(state, request.query);
  const form = readOwnForm(request);
  if (!asked.client.identityProviders.includes('COGNITO'))
    throw new PageError('Login option is not available');
  const username = form.get('username') ?? '';
  try {
    const user = verifiedUser(state, username, form.get('password') ?? '');
    const next = continueAfterPassword(state, { client: asked.client, user, deviceKey: undefined });
    return continueLogin(state, request, { asked, user }, next);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return loginPage(request, asked, { username, problem: error.message });
  }
};

function verifiedUser(state: PoolState, username: string, password: string): User {
  const user = state.users.find(username);
  if (!user) throw incorrectUsernameOrPassword();
  verifyPassword(state, user, () => state.users.passwordIsRight(user, password));
  return user;
}
