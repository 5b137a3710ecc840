import { fileURLToPath } from 'node:url';
import type { ClientAuthMethod } from '../user-pool/pool-settings';
import { TestBrowser } from '../user-pool/testing/test-browser';
import { startChildServer } from './child-server';

/** An independent OpenID provider in the shape of a user pool: one app client, any user, any password. */
export interface OidcProvider {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly callbackUrl: string;
  /** Signs in at the provider's own pages. @returns the callback URL with what the provider has added */
  visit(authorizeUrl: string, username: string): Promise<string>;
  stop(): Promise<void>;
}

const USER_POOL_ID = 'eu-central-1_Other';
const CLIENT_ID = 'otherclient';
const CALLBACK_URL = 'http://localhost:3000/callback';

/**
 * Starts oidc-provider (npm) in a process of its own.
 * @param authMethod the one way in which it takes the app client's secret, which its discovery document lists alone
 * @param clientSecret of the app client, where it has one
 */
export async function startOidcProvider(
  authMethod: ClientAuthMethod | 'none' = 'none',
  clientSecret?: string,
): Promise<OidcProvider> {
  const script = fileURLToPath(new URL('./oidc-provider-process.mjs', import.meta.url));
  const server = await startChildServer(script, fileURLToPath(new URL('.', import.meta.url)), {
    POOL_ID: USER_POOL_ID,
    CLIENT_ID,
    CALLBACK_URL,
    AUTH_METHOD: authMethod,
    ...(clientSecret !== undefined && { CLIENT_SECRET: clientSecret }),
  });
  return {
    endpoint: server.url,
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    callbackUrl: CALLBACK_URL,
    visit: async (authorizeUrl, username) => {
      const browser = new TestBrowser({ endpoint: server.url });
      await browser.open(authorizeUrl);
      await browser.submit({ prompt: 'login', login: username, password: 'any' });
      const { url } = await browser.submit({ prompt: 'consent' });
      return url.href;
    },
    stop: server.stop,
  };
}
