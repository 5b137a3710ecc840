import type { Answer } from '../answer';
import type { PoolState } from '../pool-state';
import { authorize } from './authorize';
import { CallbackError, errorRedirect } from './callback';
import { answerChallenge } from './challenge';
import { showLogin, submitLogin } from './login';
import { logout } from './logout';
import { OAuthError, oauthErrorAnswer } from './oauth-error';
import { errorPage, PageError } from './page';
import { PROVIDER_PATH, showProvider, submitProvider } from './provider-page';
import { revoke } from './revoke';
import { issueTokens } from './token';
import { userInfo } from './user-info';
import type { Endpoint, WebRequest } from './web-request';

type Methods = Partial<Record<string, Endpoint>>;

const PROVIDER_METHODS: Methods = { GET: showProvider, POST: submitProvider };

const ENDPOINTS: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['/oauth2/authorize', { GET: authorize }],
  ['/login', { GET: showLogin, POST: submitLogin }],
  ['/challenge', { POST: answerChallenge }],
  ['/logout', { GET: logout }],
  ['/oauth2/token', { POST: issueTokens }],
  ['/oauth2/revoke', { POST: revoke }],
  ['/oauth2/userInfo', { GET: userInfo }],
]);

/** Whether the path belongs to managed login; the API has `/` only. */
export function isManagedLoginPath(path: string): boolean {
  return methodsOf(path) !== undefined;
}

/** Answers a request to the pool's domain. */
export function answerWebRequest(state: PoolState, request: WebRequest): Answer {
  const endpoint = methodsOf(request.path)?.[request.method];
  if (!endpoint) return { status: 405, headers: {}, body: '' };
  try {
    return endpoint(state, request);
  } catch (error) {
    if (error instanceof PageError) return errorPage(error);
    if (error instanceof CallbackError) return errorRedirect(state, error);
    if (error instanceof OAuthError) return oauthErrorAnswer(error);
    // A fault of this server, not of the caller. The text helps whoever debugs a test; no real pool would give it.
    return { status: 500, headers: {}, body: String(error) };
  }
}

function methodsOf(path: string): Methods | undefined {
  return path.startsWith(PROVIDER_PATH) ? PROVIDER_METHODS : ENDPOINTS.get(path);
}
