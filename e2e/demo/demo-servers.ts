import type { AppClient } from '../user-pool/app-clients';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { type DemoApi, startDemoApi } from './demo-api';
import { type DemoPages, startDemoPages } from './demo-pages';
import { ALICE, POOL_USERS } from './people';
import { createTokenCheck } from './token-check';
import type { AtEnd } from './with-cleanup';

/** All that the demo runs beside the browser. */
export interface DemoServers {
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly api: DemoApi;
  readonly pages: DemoPages;
}

// The shortest life that Cognito allows, so that a renewal is seen within minutes.
const TOKEN_SECONDS = 300;

/**
 * Starts the user pool with its people, the API and the web pages, each on a free loopback port.
 * @param log takes a line for each request to the API
 */
export async function startDemoServers(log: (line: string) => void, atEnd: AtEnd): Promise<DemoServers> {
  const pool = await startUserPool();
  atEnd(pool.close);
  const client = pool.addClient({ idTokenSeconds: TOKEN_SECONDS, accessTokenSeconds: TOKEN_SECONDS });
  for (const user of POOL_USERS) pool.addUser(user);
  const api = await startDemoApi(createTokenCheck(pool, client.clientId), log);
  atEnd(api.close);
  const pages = await startDemoPages(api.origin);
  atEnd(pages.close);
  return { pool, client, api, pages };
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
