import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { authorizePath, CALLBACK, CODE_VERIFIER, HOSTED_APP, postForm } from '../testing/hosted-app';
import { TestBrowser } from '../testing/test-browser';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  client = pool.addClient(HOSTED_APP);
  pool.addUser({
    username: 'ada',
    password: PASSWORD,
    email: 'ada@example.com',
    attributes: { name: 'Ada', phone_number: '+491701234567' },
  });
});

afterEach(() => pool.close());

async function tokens(scope: string) {
  const browser = new TestBrowser(pool);
  await browser.open(authorizePath(client, { scope }));
  const { url } = await browser.signIn('ada', PASSWORD);
  const form = {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code: url.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: CODE_VERIFIER,
  };
  return (await postForm(pool, '/oauth2/token', form)).json();
}

async function revoke(form: Record<string, string>) {
  const response = await postForm(pool, '/oauth2/revoke', { client_id: client.clientId, ...form });
  return [response.status, await response.text()];
}

function userInfo(accessToken: string): Promise<Response> {
  return fetch(`${pool.endpoint}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } });
}

describe('/oauth2/revoke', () => {
  it('ends a refresh token and the access tokens of its family', async () => {
    const { access_token, refresh_token } = await tokens('openid');
    expect((await userInfo(access_token)).status).toBe(200);
    expect(await revoke({ token: refresh_token })).toEqual([200, '']);
    expect(pool.refreshTokenIsLive(refresh_token)).toBe(false);
    expect((await userInfo(access_token)).status).toBe(401);
  });

  it('tells what it does not revoke', async () => {
    const { access_token, refresh_token } = await tokens('openid');
    expect(await revoke({ token: 'made-up' })).toEqual([200, '']);
    expect(await revoke({})).toEqual([400, '{"error":"invalid_request"}']);
    expect(await revoke({ token: access_token })).toEqual([400, '{"error":"unsupported_token_type"}']);
    const refused = [401, '{"error":"invalid_client"}'];
    expect(await revoke({ token: refresh_token, client_id: 'nope' })).toEqual(refused);
    expect(await revoke({ token: refresh_token, client_id: pool.addClient().clientId })).toEqual(refused);
    expect(pool.refreshTokenIsLive(refresh_token)).toBe(true);
  });

  it('says so if the app client cannot revoke', async () => {
    client = pool.addClient({ ...HOSTED_APP, enableTokenRevocation: false });
    expect(await revoke({ token: 'made-up' })).toEqual([400, '{"error":"invalid_request"}']);
  });
});

describe('/oauth2/userInfo', () => {
  it.each([
    ['openid', {}],
    ['openid email', { email: 'ada@example.com', email_verified: 'true' }],
    ['openid phone', { phone_number: '+491701234567' }],
    ['openid profile', { name: 'Ada' }],
  ])('tells with the scopes %s', async (scope, known) => {
    const { access_token } = await tokens(scope);
    expect(await (await userInfo(access_token)).json()).toEqual({
      sub: expect.any(String),
      username: 'ada',
      ...known,
    });
  });

  it('refuses id tokens, access tokens without openid, and no token', async () => {
    const { id_token } = await tokens('openid');
    const { access_token } = await tokens('api/read');
    for (const token of [id_token, access_token]) {
      const response = await userInfo(token);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
    const none = await fetch(`${pool.endpoint}/oauth2/userInfo`);
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      400,
      'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    ]);
  });
});
