import type { AppClient } from '../user-pool/app-clients';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { type DemoApi, startDemoApi } from './demo-api';
import { type DemoPages, startDemoPages } from './demo-pages';
import { ALICE, GOOGLE, POOL_USERS } from './people';
import { createTokenCheck } from './token-check';
import type { AtEnd } from './with-cleanup';

/** All that the demo runs beside the browser. */
export interface DemoServers {
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly api: DemoApi;
  readonly pages: DemoPages;
}

const CLIENT_ID = '1demo23456789demo23456789d';

// The shortest life that Cognito allows, so that a renewal is seen within minutes.
const TOKEN_SECONDS = 300;

/**
 * Starts the user pool with its people, the API and the web pages, each on a free loopback port.
 * @param log takes a line for each request to the API
 */
export async function startDemoServers(log: (line: string) => void, atEnd: AtEnd): Promise<DemoServers> {
  const pool = await startUserPool();
  atEnd(pool.close);
  for (const user of POOL_USERS) pool.addUser(user);
  pool.addIdentityProvider(GOOGLE);
  const api = await startDemoApi(createTokenCheck(pool, CLIENT_ID), log);
  atEnd(api.close);
  const pages = await startDemoPages(api.origin);
  atEnd(pages.close);
  const client = addDemoClient(pool, pages.callbackUrl);
  return { pool, client, api, pages };
}

// As a front end's app client is set up that knows nothing of Tokenbearer.
function addDemoClient(pool: UserPool, callbackUrl: string): AppClient {
  return pool.addClient({
    clientId: CLIENT_ID,
    idTokenSeconds: TOKEN_SECONDS,
    accessTokenSeconds: TOKEN_SECONDS,
    authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    callbackUrls: [callbackUrl],
    oauthFlows: ['code'],
    oauthScopes: ['openid', 'email'],
    identityProviders: ['COGNITO', GOOGLE.name],
  });
}

/** What to type into the popup's form to sign in to the demo's user pool as alice, without the password. */
export function demoForm({ pool, client, api, pages }: DemoServers): Record<string, string> {
  return {
    'User pool ID': pool.userPoolId,
    'App client ID': client.clientId,
    'API hosts': api.origin,
    Username: ALICE.username,
    'Pages allowed to use the token': pages.frontEndOrigin,
    'Cognito endpoint': pool.endpoint,
  };
}
