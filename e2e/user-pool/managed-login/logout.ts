import type { AppClient } from '../app-clients';
import type { PoolState } from '../pool-state';
import { readAuthorizationRequest } from './authorization-request';
import { LOGIN_COOKIE, loginPath } from './authorize';
import { PageError, redirectAnswer } from './page';
import { cookieHeader, type Endpoint, readCookie, repeatedParameter } from './web-request';

/** GET /logout: forgets the browser, then goes to a registered sign-out URL or on to the next sign-in. */
export const logout: Endpoint = (state, request) => {
  const target = readTarget(state, request.query);
  state.managedLogin.loginSessions.close(readCookie(request, LOGIN_COOKIE) ?? '');
  return redirectAnswer(target, { 'set-cookie': cookieHeader(request, LOGIN_COOKIE, '', 0) });
};

function readTarget(state: PoolState, query: URLSearchParams): string {
  const client = state.clients.find(query.get('client_id') ?? '');
  if (!client || repeatedParameter(query)) throw new PageError('Client does not exist.');
  const logoutUri = query.get('logout_uri');
  if (logoutUri !== null) return registeredLogoutUrl(client, logoutUri);
  const { providerName } = readAuthorizationRequest(state, query);
  return `${loginPath(providerName)}?${query}`;
}

function registeredLogoutUrl(client: AppClient, logoutUri: string): string {
  if (client.logoutUrls.includes(logoutUri)) return logoutUri;
  throw new PageError('redirect_mismatch');
}
