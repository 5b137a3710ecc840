import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClientSettings } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { HOSTED_APP } from '../testing/hosted-app';
import { HostedClient } from '../testing/hosted-client';

const ADA = { username: 'ada', password: 'Correct-horse-1', email: 'ada@example.com' };

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let app: HostedClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser(ADA);
  begin(HOSTED_APP);
});

afterEach(() => pool.close());

function begin(settings: Partial<AppClientSettings>): void {
  app = new HostedClient(pool, settings, ADA);
}

function basic(id: string, secret: string) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

describe('an app client with a secret', () => {
  beforeEach(() => {
    begin({ ...HOSTED_APP, clientSecret: 'a secret:100%' });
  });

  it('is known by Basic or by the form', async () => {
    const encoded = basic(app.client.clientId, encodeURIComponent('a secret:100%'));
    expect((await app.postToken(app.codeForm(await app.getCode(), { client_id: '' }), encoded)).status).toBe(
      200,
    );
    const inForm = app.codeForm(await app.getCode(), { client_secret: 'a secret:100%' });
    expect((await app.postToken(inForm)).status).toBe(200);
  });

  it('is refused without, with a wrong one, and with two', async () => {
    const right = encodeURIComponent('a secret:100%');
    const form = app.codeForm(await app.getCode(), { client_id: '' });
    expect((await app.postToken(app.codeForm(''))).body).toEqual({ error: 'invalid_client' });
    expect((await app.postToken(form, basic(app.client.clientId, 'wrong'))).body).toEqual({
      error: 'invalid_client',
    });
    const twice = { ...form, client_id: app.client.clientId, client_secret: 'a secret:100%' };
    expect((await app.postToken(twice, basic(app.client.clientId, right))).body).toEqual({
      error: 'invalid_request',
    });
    const another = { ...form, client_id: 'another' };
    expect((await app.postToken(another, basic(app.client.clientId, right))).body).toEqual({
      error: 'invalid_request',
    });
    expect((await app.postToken(form, basic(app.client.clientId, right))).status).toBe(200);
  });

  it.each([
    ['client_secret_basic', 200, 400],
    ['client_secret_post', 400, 200],
  ] as const)('may have to use %s, which discovery then lists alone', async (method, byBasic, inForm) => {
    pool.configure({ clientAuthMethods: [method] });
    const document = await fetch(`${pool.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`);
    expect(await document.json()).toMatchObject({ token_endpoint_auth_methods_supported: [method] });
    const encoded = basic(app.client.clientId, encodeURIComponent('a secret:100%'));
    const form = app.codeForm(await app.getCode(), { client_id: '' });
    expect((await app.postToken(form, encoded)).status).toBe(byBasic);
    const posted = app.codeForm(await app.getCode(), { client_secret: 'a secret:100%' });
    expect((await app.postToken(posted)).status).toBe(inForm);
  });

  it('is refused where Basic leaves its halves as they are', async () => {
    begin({ ...HOSTED_APP, clientSecret: 'a+b' });
    const form = app.codeForm(await app.getCode(), { client_id: '' });
    expect((await app.postToken(form, basic(app.client.clientId, 'a+b'))).body).toEqual({
      error: 'invalid_client',
    });
    expect((await app.postToken(form, basic(app.client.clientId, 'a%2Bb'))).status).toBe(200);
  });

  it('gets a token of its own by client_credentials', async () => {
    begin({ ...HOSTED_APP, oauthFlows: ['client_credentials'], clientSecret: 's' });
    const form = { grant_type: 'client_credentials', client_id: app.client.clientId, client_secret: 's' };
    const { body } = await app.postToken(form);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    const claims = await app.verify('access', body.access_token);
    expect(claims).toMatchObject({ sub: app.client.clientId, scope: 'api/read' });
    expect(claims).not.toHaveProperty('username');
    for (const scope of ['openid', 'api/write', 'api/read openid']) {
      expect((await app.postToken({ ...form, scope })).body).toEqual({ error: 'invalid_scope' });
    }
    const code = { ...form, grant_type: 'authorization_code' };
    expect((await app.postToken(code)).body).toEqual({ error: 'unauthorized_client' });
  });

  it('does not by the settings of another', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: app.client.clientId,
      client_secret: 'a secret:100%',
    };
    expect((await app.postToken(form)).body).toEqual({ error: 'unauthorized_client' });
  });
});
