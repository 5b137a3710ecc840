import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { authorizePath, CALLBACK, CODE_VERIFIER, HOSTED_APP, postForm } from '../testing/hosted-app';
import { HostedClient } from '../testing/hosted-client';
import { TestClock } from '../testing/test-clock';

const ADA = { username: 'ada', password: 'Correct-horse-1' };

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let app: HostedClient;

beforeEach(async () => {
  pool = await startUserPool({ clock: new TestClock().nowMs, signingKeys });
  pool.addUser(ADA);
  app = new HostedClient(pool, HOSTED_APP, ADA);
});

afterEach(() => pool.close());

function exchange(code: string, init: RequestInit = {}): Promise<Response> {
  const body = new URLSearchParams(app.codeForm(code));
  return fetch(`${pool.endpoint}/oauth2/token`, { method: 'POST', body, ...init });
}

describe('the record', () => {
  it('tells what came, without secrets', async () => {
    const code = await app.getCode({ prompt: 'login' });
    const { refresh_token } = await (await exchange(code)).json();
    await postForm(
      pool,
      '/oauth2/revoke',
      { token: refresh_token },
      { authorization: 'Basic c2VjcmV0Om9uZQ==' },
    );
    expect(pool.oauthCalls.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['GET', '/oauth2/authorize', 302],
      ['GET', '/login', 200],
      ['POST', '/login', 302],
      ['POST', '/oauth2/token', 200],
      ['POST', '/oauth2/revoke', 401],
    ]);
    expect(pool.oauthCalls[0]?.parameters).toMatchObject({
      state: 'the-state',
      nonce: 'the-nonce',
      prompt: 'login',
    });
    expect(pool.oauthCalls[2]?.withheld).toEqual(['_csrf', 'username', 'password']);
    expect(pool.oauthCallsOf('/oauth2/token')).toEqual([
      {
        method: 'POST',
        path: '/oauth2/token',
        atMs: Date.UTC(2026, 8, 5, 12),
        status: 200,
        parameters: {
          grant_type: 'authorization_code',
          client_id: app.client.clientId,
          redirect_uri: CALLBACK,
        },
        withheld: ['code', 'code_verifier'],
      },
    ]);
    expect(pool.oauthCallsOf('/oauth2/revoke')[0]).toMatchObject({
      withheld: ['token'],
      authorization: 'Basic',
    });
    const record = JSON.stringify(pool.oauthCalls);
    for (const secret of [ADA.password, code, CODE_VERIFIER, refresh_token, 'c2VjcmV0Om9uZQ']) {
      expect(record).not.toContain(secret);
    }
    pool.clearCalls();
    expect(pool.oauthCalls).toEqual([]);
  });
});

describe('faults', () => {
  it('meet the endpoint that they name', async () => {
    pool.failNext({ kind: 'unavailable', operation: '/oauth2/token' });
    const code = await app.getCode();
    expect((await exchange(code)).status).toBe(503);
    expect((await exchange(code)).status).toBe(200);
  });

  it('hang, drop, or lose the answer of a code that is used up', async () => {
    const code = await app.getCode();
    pool.failNext({ kind: 'hang', operation: '/oauth2/token' });
    const abort = new AbortController();
    const hanging = exchange(code, { signal: abort.signal });
    await expect.poll(() => pool.oauthCallsOf('/oauth2/token').length).toBe(1);
    abort.abort();
    await expect(hanging).rejects.toThrow();
    pool.failNext({ kind: 'drop', operation: '/oauth2/token' });
    await expect(exchange(code)).rejects.toThrow();
    pool.failNext({ kind: 'loseAnswer', operation: '/oauth2/token' });
    await expect(exchange(code)).rejects.toThrow();
    expect(pool.oauthCallsOf('/oauth2/token').map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(await (await exchange(code)).json()).toEqual({ error: 'invalid_grant' });
  });
});

describe('tampering', () => {
  it('spoils one redirect', async () => {
    pool.tamperNextRedirect({ state: 'forged', iss: 'https://evil.example', duplicate: 'code' });
    await app.browser.open(authorizePath(app.client));
    const { url } = await app.browser.signIn(ADA.username, ADA.password);
    expect(url.searchParams.get('state')).toBe('forged');
    expect(url.searchParams.get('iss')).toBe('https://evil.example');
    expect(url.searchParams.getAll('code')).toHaveLength(2);
    const { searchParams } = (await app.browser.open(authorizePath(app.client))).url;
    expect([...searchParams.keys()].sort()).toEqual(['code', 'state']);
  });

  it('pads an answer with good tokens', async () => {
    pool.tamperNextTokenAnswer({ oversized: true });
    const text = await (await exchange(await app.getCode())).text();
    expect(text.length).toBeGreaterThan(1024 * 1024);
    expect(JSON.parse(text)).toHaveProperty('id_token');
  });

  it('calls an answer with good tokens a page', async () => {
    pool.tamperNextTokenAnswer({ contentType: 'text/html' });
    const response = await exchange(await app.getCode());
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.json()).toHaveProperty('id_token');
  });
});

describe('the wire', () => {
  it('lets pages of any origin call the endpoints that apps call', async () => {
    const preflight = await fetch(`${pool.endpoint}/oauth2/token`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(200);
    expect(pool.oauthCallsOf('/oauth2/token')).toMatchObject([{ method: 'OPTIONS', status: 200 }]);
    for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo']) {
      const { headers } = await fetch(pool.endpoint + path, {
        method: path.endsWith('Info') ? 'GET' : 'POST',
      });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('Date');
      expect(headers.get('date')).toBe('Sat, 05 Sep 2026 12:00:00 GMT');
    }
  });

  it('lets no cache keep a token', async () => {
    expect((await exchange(await app.getCode())).headers.get('cache-control')).toBe('no-store');
  });

  it('names the domain in its configuration', async () => {
    const configurationOf = async ({ endpoint, userPoolId }: UserPool) =>
      (await fetch(`${endpoint}/${userPoolId}/.well-known/openid-configuration`)).json();
    expect(pool.loginDomain).toBe(pool.endpoint);
    expect(await configurationOf(pool)).toMatchObject({ token_endpoint: `${pool.endpoint}/oauth2/token` });
    const custom = await startUserPool({ signingKeys, loginDomain: 'https://login.example.com' });
    const configuration = await configurationOf(custom);
    await custom.close();
    expect(configuration).toMatchObject({
      authorization_endpoint: 'https://login.example.com/oauth2/authorize',
      token_endpoint: 'https://login.example.com/oauth2/token',
      revocation_endpoint: 'https://login.example.com/oauth2/revoke',
      userinfo_endpoint: 'https://login.example.com/oauth2/userInfo',
      end_session_endpoint: 'https://login.example.com/logout',
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });
});
