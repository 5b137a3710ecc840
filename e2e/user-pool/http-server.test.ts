import { get } from 'node:https';
import { TooManyRequestsException } from '@aws-sdk/client-cognito-identity-provider';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, WITH_PASSWORD_AUTH } from './testing/sdk-client';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let client: AppClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  client = pool.addClient(WITH_PASSWORD_AUTH);
  pool.addUser({ username: 'ada', password: PASSWORD });
});

afterEach(() => pool.close());

function call(operation: string, body: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  return fetch(pool.endpoint, { method: 'POST', headers, body, ...init });
}

function signIn(): Promise<Response> {
  const AuthParameters = { USERNAME: 'ada', PASSWORD };
  return call(
    'InitiateAuth',
    JSON.stringify({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: client.clientId, AuthParameters }),
  );
}

describe('the wire', () => {
  it.each([
    ['SignUp', '{}', 'UnknownOperationException'],
    ['InitiateAuth', '', 'SerializationException'],
    ['InitiateAuth', '[]', 'SerializationException'],
    ['InitiateAuth', '{"ClientId":5}', 'SerializationException'],
    ['InitiateAuth', '{}', 'InvalidParameterException'],
    ['InitiateAuth', '{"ClientId":"x"}', 'ResourceNotFoundException'],
    ['InitiateAuth', JSON.stringify({ ClientId: '€\n', AuthFlow: 'x' }), 'ResourceNotFoundException'],
  ])('answers %s with the body %s by %s', async (operation, body, errorType) => {
    const response = await call(operation, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe(`${errorType}:`);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({ __type: errorType, message: expect.any(String) });
  });

  it('names the parameter that is missing and the app client that does not exist', async () => {
    const sdk = new SdkClient(pool, client);
    await expect(sdk.initiate('USER_PASSWORD_AUTH', { PASSWORD })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter USERNAME',
    });
    await expect(new SdkClient(pool, { clientId: 'nope' }).signIn('ada', PASSWORD)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nope does not exist.',
    });
  });

  it('refuses a body that is too large, another content type and another path', async () => {
    expect((await call('InitiateAuth', ' '.repeat(300_000))).status).toBe(413);
    const plain = await fetch(pool.endpoint, { method: 'POST', body: '{}' });
    expect(await plain.json()).toMatchObject({ __type: 'UnknownOperationException' });
    expect((await fetch(`${pool.endpoint}/other`)).status).toBe(404);
  });

  it('lets pages of any origin call it and read the headers that matter', async () => {
    const preflight = await fetch(pool.endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-amz-target,content-type',
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-amz-target,content-type');
    const response = await call('InitiateAuth', '{}');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toContain('Date');
  });

  it('tells the time of the pool, in headers and tokens', async () => {
    pool.setClockSkewMs(-3600_000);
    const response = await signIn();
    expect(response.headers.get('date')).toBe('Sat, 05 Sep 2026 11:00:00 GMT');
    const { AuthenticationResult } = await response.json();
    const claims = JSON.parse(
      Buffer.from(AuthenticationResult.IdToken.split('.')[1], 'base64url').toString(),
    );
    expect(claims.iat * 1000).toBe(Date.UTC(2026, 8, 5, 11));
  });

  it('speaks https when it is given a certificate', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    const secure = await startUserPool({ signingKeys, tls: { key, cert } });
    const url = `${secure.endpoint}/${secure.userPoolId}/.well-known/openid-configuration`;
    const status = await new Promise((resolve, reject) => {
      get(url, { rejectUnauthorized: false }, (response) => resolve(response.statusCode)).once(
        'error',
        reject,
      );
    });
    await secure.close();
    expect([status, url.startsWith('https://127.0.0.1:')]).toEqual([200, true]);
  });
});

describe('the record of calls', () => {
  it('keeps names and results, and no secrets', async () => {
    await signIn();
    await call('GetUser', JSON.stringify({ AccessToken: 'forged' }));
    expect(pool.calls).toEqual([
      {
        operation: 'InitiateAuth',
        atMs: clock.nowMs(),
        status: 200,
        authFlow: 'USER_PASSWORD_AUTH',
        clientId: client.clientId,
      },
      { operation: 'GetUser', atMs: clock.nowMs(), status: 400, errorType: 'NotAuthorizedException' },
    ]);
    expect(JSON.stringify(pool.calls)).not.toContain(PASSWORD);
    expect(pool.callsOf('GetUser')).toHaveLength(1);
    pool.clearCalls();
    expect(pool.calls).toEqual([]);
  });
});

describe('faults', () => {
  it('throttle: the SDK sees TooManyRequestsException', async () => {
    pool.failNext('throttle');
    const sdk = new SdkClient(pool, client);
    await expect(sdk.signIn('ada', PASSWORD)).rejects.toBeInstanceOf(TooManyRequestsException);
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });

  it('serverError and unavailable: HTTP 500 and 503, each once', async () => {
    pool.failNext('serverError');
    pool.failNext('unavailable');
    const responses = [await signIn(), await signIn(), await signIn()];
    expect(responses.map((response) => response.status)).toEqual([500, 503, 200]);
    expect(responses[0]?.headers.get('x-amzn-errortype')).toBe('InternalErrorException:');
  });

  it('hits only the operation it is meant for, and as often as asked', async () => {
    pool.failNext({ kind: 'serverError', operation: 'GetUser' }, 2);
    expect((await signIn()).status).toBe(200);
    const statuses = [await call('GetUser', '{}'), await call('GetUser', '{}'), await call('GetUser', '{}')];
    expect(statuses.map((response) => response.status)).toEqual([500, 500, 400]);
  });

  it('hang: no answer until the pool closes', async () => {
    pool.failNext('hang');
    const signal = AbortSignal.timeout(100);
    await expect(call('GetUser', '{}', { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(pool.calls).toMatchObject([{ operation: 'GetUser', status: 0 }]);
    pool.failNext('hang');
    const hanging = expect(call('GetUser', '{}')).rejects.toThrow();
    await expect.poll(() => pool.calls.length).toBe(2);
    await pool.close();
    await hanging;
    pool = await startUserPool({ signingKeys });
  });

  it('drop: the connection breaks and nothing is carried out', async () => {
    pool.failNext('drop');
    await expect(signIn()).rejects.toThrow();
    expect((await signIn()).status).toBe(200);
  });

  it('html: a captive portal says 200', async () => {
    pool.failNext('html');
    const response = await signIn();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  it('truncated: the JSON ends half-way', async () => {
    pool.failNext('truncated');
    const response = await signIn();
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('huge: 10 MB', async () => {
    pool.failNext('huge');
    expect((await (await signIn()).text()).length).toBeGreaterThan(10_000_000);
  });

  it('redirect: 302 to a page that is no API', async () => {
    pool.failNext('redirect', 2);
    const followed = await signIn();
    expect([followed.redirected, followed.headers.get('content-type')]).toEqual([true, 'text/html']);
    const manual = await call('GetUser', '{}', { redirect: 'manual' });
    expect(manual.status).toBe(302);
  });

  it('loseAnswer: the operation is carried out, the answer does not arrive', async () => {
    pool.addUser({ username: 'sms', password: PASSWORD, mfa: { sms: '+491511231234' } });
    pool.failNext('loseAnswer');
    await expect(new SdkClient(pool, client).signIn('sms', PASSWORD)).rejects.toThrow();
    expect(pool.outbox).toMatchObject([{ username: 'sms', medium: 'SMS', destination: '+491511231234' }]);
  });
});
