import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClientSettings } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { authorizePath, CODE_VERIFIER, HOSTED_APP } from '../testing/hosted-app';
import { HostedClient } from '../testing/hosted-client';
import { TestClock } from '../testing/test-clock';

const ADA = { username: 'ada', password: 'Correct-horse-1', email: 'ada@example.com' };

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let app: HostedClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  pool.addUser(ADA);
  begin(HOSTED_APP);
});

afterEach(() => pool.close());

function begin(settings: Partial<AppClientSettings>): void {
  app = new HostedClient(pool, settings, ADA);
}

const ALL_SCOPES = 'openid email phone profile aws.cognito.signin.user.admin api/read';

describe('the exchange of a code', () => {
  it('gives tokens that aws-jwt-verify accepts', async () => {
    const tokens = await app.tokens();
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.any(String),
    });
    expect(await app.verify('id', tokens.id_token)).toMatchObject({
      nonce: 'the-nonce',
      at_hash: expect.stringMatching(/^[\w-]{22}$/),
      email: 'ada@example.com',
    });
    expect(await app.verify('access', tokens.access_token)).toMatchObject({
      scope: 'openid email',
      username: 'ada',
    });
  });

  it('gives no id token without openid, and all scopes if none is asked for', async () => {
    expect(Object.keys(await app.tokens({ scope: 'api/read' })).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ]);
    const { access_token } = await app.tokens({ scope: '' });
    expect((await app.verify('access', access_token)).scope).toBe(ALL_SCOPES);
  });

  it('takes a code once, and then revokes what it gave', async () => {
    const code = await app.getCode();
    const { body } = await app.postToken(app.codeForm(code));
    expect(pool.refreshTokenIsLive(body.refresh_token)).toBe(true);
    expect(await app.postToken(app.codeForm(code))).toEqual({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(pool.refreshTokenIsLive(body.refresh_token)).toBe(false);
  });

  it('takes a code for five minutes', async () => {
    const [early, late] = [await app.getCode(), await app.getCode()];
    clock.advanceSeconds(299);
    expect((await app.postToken(app.codeForm(early))).status).toBe(200);
    clock.advanceSeconds(1);
    expect((await app.postToken(app.codeForm(late))).body).toEqual({ error: 'invalid_grant' });
  });

  it.each([
    ['invalid_grant', { code: 'made-up' }],
    ['invalid_grant', { redirect_uri: 'https://app.example.com/other' }],
    ['invalid_grant', { code_verifier: CODE_VERIFIER.toUpperCase() }],
    ['invalid_grant', { code_verifier: '' }],
    ['invalid_request', { code: '' }],
    ['invalid_request', { redirect_uri: '' }],
    ['invalid_request', { grant_type: '' }],
    ['invalid_request', { client_id: '' }],
    ['unsupported_grant_type', { grant_type: 'password' }],
    ['invalid_client', { client_id: 'nope' }],
    ['invalid_client', { client_secret: 'guessed' }],
  ])('answers %s to %j', async (error, changed: Record<string, string>) => {
    expect(await app.postToken(app.codeForm(await app.getCode(), changed))).toEqual({
      status: 400,
      body: { error },
    });
  });

  it('refuses a verifier where there was no challenge, and takes a code without both', async () => {
    const without = { code_challenge: '', code_challenge_method: '' };
    expect((await app.postToken(app.codeForm(await app.getCode(without)))).body).toEqual({
      error: 'invalid_grant',
    });
    expect(
      (await app.postToken(app.codeForm(await app.getCode(without), { code_verifier: '' }))).status,
    ).toBe(200);
  });

  it('refuses the code of another app client', async () => {
    const { clientId } = pool.addClient(HOSTED_APP);
    const code = await app.getCode();
    expect((await app.postToken(app.codeForm(code, { client_id: clientId }))).body).toEqual({
      error: 'invalid_grant',
    });
    expect((await app.postToken(app.codeForm(code))).status).toBe(200);
  });

  it('refuses the code of a user who was disabled meanwhile', async () => {
    const code = await app.getCode();
    pool.disableUser('ada');
    expect((await app.postToken(app.codeForm(code))).body).toEqual({ error: 'invalid_grant' });
  });

  it('reads forms only, and each parameter once', async () => {
    const form = new URLSearchParams(app.codeForm(await app.getCode()));
    const post = async (body: BodyInit, headers: Record<string, string> = {}) =>
      (await fetch(`${pool.endpoint}/oauth2/token`, { method: 'POST', body, headers })).json();
    const json = JSON.stringify(Object.fromEntries(form));
    expect(await post(json, { 'content-type': 'application/json' })).toEqual({ error: 'invalid_request' });
    const twice = new URLSearchParams([...form, ['client_id', app.client.clientId]]);
    expect(await post(twice)).toEqual({ error: 'invalid_request' });
    expect(await post(form)).toHaveProperty('id_token');
    expect((await fetch(`${pool.endpoint}/oauth2/token?${form}`)).status).toBe(405);
  });
});

describe('the implicit grant', () => {
  it('gives tokens in the fragment, and no refresh token', async () => {
    begin({ ...HOSTED_APP, oauthFlows: ['implicit'] });
    await app.browser.open(authorizePath(app.client, { response_type: 'token' }));
    const { url } = await app.browser.signIn(ADA.username, ADA.password);
    const {
      id_token = '',
      access_token = '',
      ...others
    } = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
    expect(others).toEqual({ token_type: 'Bearer', expires_in: '3600', state: 'the-state' });
    expect(await app.verify('id', id_token)).toMatchObject({ nonce: 'the-nonce' });
    expect(await app.verify('access', access_token)).toMatchObject({ scope: 'openid email' });
    const refused = await app.browser.open(
      authorizePath(app.client, { response_type: 'token', prompt: 'login', scope: 'x' }),
    );
    expect([refused.url.search, refused.url.hash]).toEqual([
      '',
      expect.stringContaining('error=invalid_scope'),
    ]);
  });
});
