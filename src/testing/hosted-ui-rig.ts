import { webcrypto } from 'node:crypto';
import type { AppClient, AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { SigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import { TestBrowser } from '../../e2e/user-pool/testing/test-browser';
import { createHostedUiClient, type HostedUiClient } from '../cognito/hosted-ui/hosted-ui-client';
import type { Platform } from '../cognito/platform';
import { appClientOf } from '../cognito/user-pools-api/app-client';
import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import { aPool, aProfile } from './builders';
import { createFakeKeySets } from './fake-key-sets';

export const BROWSER_CALLBACK = 'https://extension-id.chromiumapp.org/';
export const APP_CALLBACK = 'https://app.example.com/callback?env=dev';

const PASSWORD = 'Corr3ct-horse!';

/** The app client settings of a web app that signs in by the hosted UI. */
export const HOSTED_APP: Partial<AppClientSettings> = {
  callbackUrls: [BROWSER_CALLBACK, APP_CALLBACK],
  oauthFlows: ['code'],
  oauthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin', 'api/read'],
};

/** A sign-in that the user has been through, and what it came back with. */
export interface Answered {
  readonly attempt: HostedUiAttempt;
  readonly answerUrl: string;
}

/** Clients of the hosted UI of a local user pool, and somebody who signs in there. */
export class HostedUiRig {
  readonly pool: UserPool;
  readonly browser: TestBrowser;
  /** All that was sent to the pool by the clients. */
  readonly sent: { readonly url: string; readonly init: RequestInit }[] = [];

  private constructor(pool: UserPool) {
    this.pool = pool;
    this.browser = new TestBrowser(pool);
  }

  static async start(signingKeys: SigningKeys): Promise<HostedUiRig> {
    const pool = await startUserPool({ signingKeys });
    pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
    return new HostedUiRig(pool);
  }

  /** A client of a new app client. @param hostedUi on the pool's own domain unless it says otherwise */
  clientFor(
    settings: Partial<AppClientSettings> = {},
    hostedUi: Partial<Profile['hostedUi']> = {},
    profile: Partial<Profile> = {},
  ): HostedUiClient {
    const added = this.pool.addClient({ ...HOSTED_APP, ...settings });
    return this.clientOf(added, hostedUi, profile);
  }

  clientOf(
    { clientId, clientSecret }: Pick<AppClient, 'clientId' | 'clientSecret'>,
    hostedUi: Partial<Profile['hostedUi']> = {},
    changed: Partial<Profile> = {},
    platform: Partial<Platform> = {},
  ): HostedUiClient {
    const { pool } = this;
    const profile = aProfile({
      ...{ pool: aPool(pool.userPoolId), clientId, customEndpoint: pool.endpoint },
      signInMethod: 'hostedUi',
      hostedUi: { ...aProfile().hostedUi, domain: pool.loginDomain, ...hostedUi },
      ...changed,
    });
    const appClient = appClientOf(profile, clientSecret ?? null);
    return createHostedUiClient(profile, appClient, { ...this.#platform(), ...platform });
  }

  /** Goes where the client sends the user, signs in if asked, and gives what the callback is visited with. */
  async visit(url: string): Promise<string> {
    const page = await this.browser.open(url);
    if (page.url.pathname !== '/login') return page.url.href;
    return (await this.browser.signIn('alice', PASSWORD)).url.href;
  }

  async signIn(client: HostedUiClient): Promise<Answered> {
    const { url, attempt } = await client.signIn();
    return { attempt: { ...attempt, tabId: null }, answerUrl: await this.visit(url) };
  }

  #platform(): Platform {
    return {
      fetch: (url, init = {}) => {
        this.sent.push({ url: String(url), init });
        return fetch(url, init);
      },
      crypto: webcrypto as unknown as Crypto,
      now: Date.now,
      keySets: createFakeKeySets(),
      callbackUrl: BROWSER_CALLBACK,
      openSilently: (url) => this.visit(url),
    };
  }
}

/** The code of an AuthError and its detail. @throws Error if the promise does not reject */
export async function refusalOf(promise: Promise<unknown>): Promise<{ code: string; detail: string }> {
  const error = await promise.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AuthError) return { code: error.code, detail: error.detail };
  throw error;
}
