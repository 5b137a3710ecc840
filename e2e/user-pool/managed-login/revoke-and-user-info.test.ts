import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { HOSTED_APP, postForm } from '../testing/hosted-app';
import { HostedClient } from '../testing/hosted-client';

const ADA = {
  username: 'ada',
  password: 'Correct-horse-1',
  email: 'ada@example.com',
  attributes: { name: 'Ada', phone_number: '+491701234567' },
};

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let app: HostedClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser(ADA);
  app = new HostedClient(pool, HOSTED_APP, ADA);
});

afterEach(() => pool.close());

async function revoke(form: Record<string, string>) {
  const response = await postForm(pool, '/oauth2/revoke', { client_id: app.client.clientId, ...form });
  return [response.status, await response.text()];
}

function userInfo(accessToken: string): Promise<Response> {
  return fetch(`${pool.endpoint}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } });
}

describe('/oauth2/revoke', () => {
  it('ends a refresh token and the access tokens of its family', async () => {
    const { access_token, refresh_token } = await app.tokens({ scope: 'openid' });
    expect((await userInfo(access_token)).status).toBe(200);
    expect(await revoke({ token: refresh_token })).toEqual([200, '']);
    expect(pool.refreshTokenIsLive(refresh_token)).toBe(false);
    expect((await userInfo(access_token)).status).toBe(401);
  });

  it('tells what it does not revoke', async () => {
    const { access_token, refresh_token } = await app.tokens({ scope: 'openid' });
    expect(await revoke({ token: 'made-up' })).toEqual([200, '']);
    expect(await revoke({})).toEqual([400, '{"error":"invalid_request"}']);
    expect(await revoke({ token: access_token })).toEqual([400, '{"error":"unsupported_token_type"}']);
    const refused = [401, '{"error":"invalid_client"}'];
    expect(await revoke({ token: refresh_token, client_id: 'nope' })).toEqual(refused);
    expect(await revoke({ token: refresh_token, client_id: pool.addClient().clientId })).toEqual(refused);
    expect(pool.refreshTokenIsLive(refresh_token)).toBe(true);
  });

  it('says so if the app client cannot revoke', async () => {
    app = new HostedClient(pool, { ...HOSTED_APP, enableTokenRevocation: false }, ADA);
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
    const { access_token } = await app.tokens({ scope });
    expect(await (await userInfo(access_token)).json()).toEqual({
      sub: expect.any(String),
      username: 'ada',
      ...known,
    });
  });

  it('refuses id tokens, access tokens without openid, and no token', async () => {
    const { id_token } = await app.tokens({ scope: 'openid' });
    const { access_token } = await app.tokens({ scope: 'api/read' });
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
