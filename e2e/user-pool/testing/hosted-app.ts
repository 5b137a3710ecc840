import type { AppClient, AppClientSettings } from '../app-clients';
import type { UserPool } from '../start-user-pool';

export const CALLBACK = 'https://app.example.com/callback';

/** The app client settings of a web app that signs in by managed login. */
export const HOSTED_APP: Partial<AppClientSettings> = {
  callbackUrls: [CALLBACK],
  logoutUrls: ['https://app.example.com/bye'],
  oauthFlows: ['code'],
  oauthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', 'api/read'],
};

// The pair of RFC 7636 appendix B.
export const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** The address that an app opens to sign somebody in; an empty value leaves a parameter out. */
export function authorizePath({ clientId }: AppClient, changed: Record<string, string> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    state: 'the-state',
    scope: 'openid email',
    nonce: 'the-nonce',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
    ...changed,
  };
  const sent = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/oauth2/authorize?${new URLSearchParams(sent)}`;
}

/** Sends a form to one of the OAuth endpoints. */
export function postForm(
  { endpoint }: Pick<UserPool, 'endpoint'>,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${endpoint}${path}`, { method: 'POST', body: new URLSearchParams(form), headers });
}
