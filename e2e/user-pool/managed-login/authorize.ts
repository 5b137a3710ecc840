import type { Answer } from '../answer';
import type { PoolState } from '../pool-state';
import type { User } from '../users';
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request';
import { CallbackError, callbackRedirect } from './callback';
import { hostedResult, nonceClaim, startHostedFamily } from './hosted-tokens';
import { LOGIN_SESSION_SECONDS, type LoginSession } from './login-sessions';
import { redirectAnswer } from './page';
import { cookieHeader, type Endpoint, readCookie, type WebRequest } from './web-request';

export const LOGIN_COOKIE = 'cognito';

/** GET /oauth2/authorize: whoever is signed in already goes straight to the callback, all others to a page. */
export const authorize: Endpoint = (state, request) => {
  const asked = readAuthorizationRequest(state, request.query);
  const session = asked.prompts.includes('login') ? undefined : currentSession(state, request);
  if (session) return grant(state, asked, session);
  if (asked.prompts.includes('none')) {
    throw new CallbackError(asked.callback, 'login_required', 'The user is not signed in');
  }
  return redirectAnswer(`${loginPath(asked.providerName)}?${asked.query}`);
};

/** Ends a successful sign-in of any kind: remembers the browser and gives the app what it asked for. */
export function finishLogin(
  state: PoolState,
  request: WebRequest,
  asked: AuthorizationRequest,
  user: User,
): Answer {
  const session = { username: user.username, authTimeMs: state.nowMs() };
  const value = state.managedLogin.loginSessions.open(session);
  const cookie = cookieHeader(request, LOGIN_COOKIE, value, LOGIN_SESSION_SECONDS);
  return grant(state, asked, session, { 'set-cookie': cookie });
}

export function loginPath(providerName: string): string {
  return providerName === 'COGNITO' ? '/login' : `/idp/${encodeURIComponent(providerName)}`;
}

function currentSession(state: PoolState, request: WebRequest): LoginSession | undefined {
  const cookie = readCookie(request, LOGIN_COOKIE) ?? '';
  const session = state.managedLogin.loginSessions.find(cookie, state.nowMs());
  return session && state.users.find(session.username)?.enabled ? session : undefined;
}

function grant(
  state: PoolState,
  asked: AuthorizationRequest,
  session: LoginSession,
  headers: Record<string, string> = {},
): Answer {
  const members = asked.callback.inFragment
    ? implicitGrant(state, asked, session)
    : codeGrant(state, asked, session);
  return callbackRedirect(state, asked.callback, members, headers);
}

function codeGrant(state: PoolState, asked: AuthorizationRequest, session: LoginSession) {
  const { client, callback, scope, nonce, codeChallenge } = asked;
  const { redirectUri } = callback;
  const granted = { ...session, clientId: client.clientId, redirectUri, scope, nonce, codeChallenge };
  return { code: state.managedLogin.codes.issue(granted, state.nowMs()) };
}

/** RFC 6749 section 4.2.2; a refresh token never comes this way. */
function implicitGrant(
  state: PoolState,
  { client, scope, nonce }: AuthorizationRequest,
  session: LoginSession,
): Record<string, string> {
  const { user, family } = startHostedFamily(state, client, { ...session, scope });
  const members = hostedResult(state, client, user, family, nonceClaim(user, nonce));
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));
}
