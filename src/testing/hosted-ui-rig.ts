import { webcrypto } from 'node:crypto';
import type { AppClient, AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { SigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import { TestBrowser } from '../../e2e/user-pool/testing/test-browser';
import type { AuthStep } from '../cognito/auth-step';
import type { Platform } from '../cognito/platform';
import { TokenSource } from '../cognito/token-source';
import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import { NO_SECRETS } from '../core/session/credentials';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import type { TokenSet } from '../core/session/token';
import { aPool, aProfile } from './builders';
import { createFakeKeySets } from './fake-key-sets';
import { tokensOf } from './token-source-rig';

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

/** Token sources of a local user pool's hosted UI, and somebody who signs in there. */
export class HostedUiRig {
  readonly pool: UserPool;
  readonly browser: TestBrowser;
  /** All that was sent to the pool by the token sources. */
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

  /** The source of a new app client. @param hostedUi on the pool's own domain unless it says otherwise */
  sourceFor(
    settings: Partial<AppClientSettings> = {},
    hostedUi: Partial<Profile['hostedUi']> = {},
    profile: Partial<Profile> = {},
  ): TokenSource {
    const added = this.pool.addClient({ ...HOSTED_APP, ...settings });
    return this.sourceOf(added, hostedUi, profile);
  }

  sourceOf(
    { clientId, clientSecret }: Pick<AppClient, 'clientId' | 'clientSecret'>,
    hostedUi: Partial<Profile['hostedUi']> = {},
    changed: Partial<Profile> = {},
  ): TokenSource {
    const { pool } = this;
    const profile = aProfile({
      ...{ pool: aPool(pool.userPoolId), clientId, customEndpoint: pool.endpoint },
      signInMethod: 'hostedUi',
      hostedUi: { ...aProfile().hostedUi, domain: pool.loginDomain, ...hostedUi },
      ...changed,
    });
    return new TokenSource({
      profile,
      secrets: { ...NO_SECRETS, clientSecret: clientSecret ?? null },
      platform: this.#platform(),
    });
  }

  /** Goes where the source sends the user, signs in if asked, and gives what the callback is visited with. */
  async visit(url: string): Promise<string> {
    const page = await this.browser.open(url);
    if (page.url.pathname !== '/login') return page.url.href;
    return (await this.browser.signIn('alice', PASSWORD)).url.href;
  }

  /** Begins a sign-in. @throws Error if the source does not send the user anywhere */
  async begin(source: TokenSource): Promise<AuthStep & { kind: 'redirect' }> {
    const step = await source.signIn('');
    if (step.kind !== 'redirect') throw new Error(`expected a redirect, got ${step.kind}`);
    return step;
  }

  async signIn(source: TokenSource): Promise<Answered> {
    const { url, attempt } = await this.begin(source);
    return { attempt: { ...attempt, tabId: null, otherTabIds: [] }, answerUrl: await this.visit(url) };
  }

  /** The tokens of a user who signs in now. */
  async tokensOf(source: TokenSource): Promise<TokenSet> {
    const { attempt, answerUrl } = await this.signIn(source);
    return tokensOf(await source.finishHostedUi(attempt, answerUrl));
  }

  #platform(): Platform {
    return {
      fetch: (url, init = {}) => {
        this.sent.push({ url: String(url), init });
        return fetch(url, init);
      },
      crypto: webcrypto as unknown as Crypto,
      now: Date.now,
      wallNow: Date.now,
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
