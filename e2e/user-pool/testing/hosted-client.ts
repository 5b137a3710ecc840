import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { AppClient, AppClientSettings } from '../app-clients';
import type { UserPool } from '../start-user-pool';
import { authorizePath, CALLBACK, CODE_VERIFIER, postForm } from './hosted-app';
import { TestBrowser } from './test-browser';

type Changes = Record<string, string>;

/** An app whose user signs in by managed login. In all changes an empty value leaves a parameter out. */
export class HostedClient {
  readonly client: AppClient;
  readonly browser: TestBrowser;
  readonly #pool: UserPool;
  readonly #person: { username: string; password: string };

  constructor(
    pool: UserPool,
    settings: Partial<AppClientSettings>,
    person: { username: string; password: string },
  ) {
    this.client = pool.addClient(settings);
    this.browser = new TestBrowser(pool);
    this.#pool = pool;
    this.#person = person;
  }

  /** Goes to the callback, by way of the form unless the browser is signed in. */
  async getCode(changed: Changes = {}): Promise<string> {
    const { username, password } = this.#person;
    let visit = await this.browser.open(authorizePath(this.client, changed));
    if (visit.url.pathname === '/login') visit = await this.browser.signIn(username, password);
    return visit.url.searchParams.get('code') ?? '';
  }

  codeForm(code: string, changed: Changes = {}): Changes {
    const form = {
      grant_type: 'authorization_code',
      client_id: this.client.clientId,
      code,
      redirect_uri: CALLBACK,
      code_verifier: CODE_VERIFIER,
      ...changed,
    };
    return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
  }

  async postToken(form: Changes, headers: Changes = {}) {
    const response = await postForm(this.#pool, '/oauth2/token', form, headers);
    return { status: response.status, body: await response.json() };
  }

  /** Signs in and gives the members of the token answer. */
  async tokens(changed: Changes = {}) {
    return (await this.postToken(this.codeForm(await this.getCode(changed)))).body;
  }

  refresh(refreshToken: string, clientId = this.client.clientId) {
    return this.postToken({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });
  }

  /** Gives the claims of a token that is good, whatever the time: the tokens are of the test's clock. */
  verify(tokenUse: 'id' | 'access', token: string) {
    const { userPoolId, jwks } = this.#pool;
    const { clientId } = this.client;
    const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId, graceSeconds: 1e9 });
    verifier.cacheJwks(jwks);
    return verifier.verify(token);
  }
}
