import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClientSettings } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { HOSTED_APP } from '../testing/hosted-app';
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

async function callApi(operation: string, input: object) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  return (await fetch(pool.endpoint, { method: 'POST', headers, body: JSON.stringify(input) })).json();
}

describe('a refresh', () => {
  it('keeps sign-in time and scope, and gives no refresh token', async () => {
    const first = await app.tokens();
    clock.advanceSeconds(60);
    const { body } = await app.refresh(first.refresh_token);
    expect(body).not.toHaveProperty('refresh_token');
    const [before, after] = [await app.verify('id', first.id_token), await app.verify('id', body.id_token)];
    expect([after.auth_time, after.iat - before.iat]).toEqual([before.auth_time, 60]);
    expect((await app.verify('access', body.access_token)).scope).toBe('openid email');
  });

  it('rotates, together with the API', async () => {
    begin({ ...HOSTED_APP, rotation: { retryGracePeriodSeconds: 0 } });
    const first = await app.tokens();
    const second = (await app.refresh(first.refresh_token)).body;
    const input = { ClientId: app.client.clientId, RefreshToken: second.refresh_token };
    const { AuthenticationResult } = await callApi('GetTokensFromRefreshToken', input);
    expect((await app.verify('access', AuthenticationResult.AccessToken)).scope).toBe('openid email');
    const third = await app.refresh(AuthenticationResult.RefreshToken);
    expect(third.status).toBe(200);
    expect((await app.refresh(first.refresh_token)).body).toEqual({ error: 'invalid_grant' });
    expect(pool.refreshTokenIsLive(third.body.refresh_token)).toBe(false);
  });

  it('is refused for tokens that are made up, revoked, expired or of another app client', async () => {
    const { refresh_token } = await app.tokens();
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await app.refresh('made-up')).toEqual(refused);
    expect(await app.refresh(refresh_token, pool.addClient(HOSTED_APP).clientId)).toEqual(refused);
    expect(
      (await app.postToken({ grant_type: 'refresh_token', client_id: app.client.clientId })).body,
    ).toEqual({
      error: 'invalid_request',
    });
    expect((await app.refresh(refresh_token)).status).toBe(200);
    clock.advanceSeconds(app.client.refreshTokenSeconds);
    expect(await app.refresh(refresh_token)).toEqual(refused);
  });
});

describe('the API', () => {
  it('takes access tokens with its scope only', async () => {
    const { access_token: without } = await app.tokens();
    const { access_token: withIt } = await app.tokens({ scope: 'aws.cognito.signin.user.admin' });
    for (const operation of ['GetUser', 'GlobalSignOut']) {
      expect(await callApi(operation, { AccessToken: without })).toMatchObject({
        __type: 'NotAuthorizedException',
        message: 'Access Token does not have required scopes',
      });
    }
    expect(await callApi('GetUser', { AccessToken: withIt })).toMatchObject({ Username: 'ada' });
    expect(await callApi('GlobalSignOut', { AccessToken: withIt })).toEqual({});
    expect(await callApi('GetUser', { AccessToken: withIt })).toHaveProperty('__type');
  });
});
