import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { authorizePath, CALLBACK, HOSTED_APP } from '../testing/hosted-app';
import { TestBrowser } from '../testing/test-browser';
import { TestClock } from '../testing/test-clock';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let client: AppClient;
let browser: TestBrowser;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  client = pool.addClient(HOSTED_APP);
  pool.addUser({ username: 'ada', password: PASSWORD });
  browser = new TestBrowser(pool);
});

afterEach(() => pool.close());

async function signIn(): Promise<void> {
  await browser.open(authorizePath(client));
  const { url } = await browser.signIn('ada', PASSWORD);
  expect(url.searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/);
}

function callbackOf(url: URL) {
  return { to: url.origin + url.pathname, ...Object.fromEntries(url.searchParams) };
}

describe('before the callback is known to be good', () => {
  it.each([
    ['no app client', { client_id: '' }],
    ['an unknown app client', { client_id: 'nope' }],
    ['no callback', { redirect_uri: '' }],
    ['another callback', { redirect_uri: 'https://evil.example/callback' }],
    ['a slash too many', { redirect_uri: `${CALLBACK}/` }],
    ['a query too many', { redirect_uri: `${CALLBACK}?a=b` }],
    ['another case', { redirect_uri: CALLBACK.toUpperCase() }],
  ])('shows a page for %s', async (_, changed: Record<string, string>) => {
    const { status, text, url } = await browser.open(authorizePath(client, changed));
    expect([status, url.origin]).toEqual([400, pool.endpoint]);
    expect(text).toContain('An error was encountered');
  });

  it('shows a page for a callback that comes twice', async () => {
    const twice = `&redirect_uri=${encodeURIComponent('https://evil.example/')}`;
    expect((await browser.open(authorizePath(client) + twice)).status).toBe(400);
  });
});

describe('after it', () => {
  it.each([
    ['invalid_request', { response_type: '' }],
    ['invalid_request', { response_type: 'id_token' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge_method: '' }],
    ['invalid_request', { code_challenge: '' }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { prompt: 'none login' }],
    ['invalid_request', { prompt: 'other' }],
    ['invalid_request', { identity_provider: 'Google' }],
    ['invalid_request', { idp_identifier: 'example.com' }],
    ['invalid_scope', { scope: 'openid admin' }],
    ['invalid_scope', { scope: 'email' }],
    ['login_required', { prompt: 'none' }],
  ])('redirects with %s for %j', async (error, changed: Record<string, string>) => {
    const { url } = await browser.open(authorizePath(client, changed));
    const description = expect.any(String);
    expect(callbackOf(url)).toEqual({
      to: CALLBACK,
      error,
      error_description: description,
      state: 'the-state',
    });
  });

  it('refuses a grant that the app client may not use', async () => {
    const { url } = await browser.open(authorizePath(client, { response_type: 'token' }));
    expect(new URLSearchParams(url.hash.slice(1)).get('error')).toBe('unauthorized_client');
    const implicitOnly = pool.addClient({ ...HOSTED_APP, oauthFlows: ['implicit'] });
    const answer = await browser.open(authorizePath(implicitOnly));
    expect(answer.url.searchParams.get('error')).toBe('unauthorized_client');
  });

  it('refuses a parameter that comes twice', async () => {
    const { url } = await browser.open(`${authorizePath(client)}&state=other`);
    expect(url.searchParams.get('error')).toBe('invalid_request');
  });

  it('shows the login form, with the hint filled in as text', async () => {
    const hint = 'ada"><script>';
    const { text, status } = await browser.open(authorizePath(client, { login_hint: hint, lang: 'de' }));
    expect(status).toBe(200);
    expect(text).toContain('value="ada&#34;&#62;&#60;script&#62;"');
    expect(text).toMatch(
      /<label for="username">Username<[\s\S]*<label for="password">Password<[\s\S]*>Sign in</,
    );
  });

  it('keeps the query of the callback', async () => {
    const withQuery = pool.addClient({ ...HOSTED_APP, callbackUrls: [`${CALLBACK}?tenant=a`] });
    await browser.open(authorizePath(withQuery, { redirect_uri: `${CALLBACK}?tenant=a` }));
    const { url } = await browser.signIn('ada', PASSWORD);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ tenant: 'a', state: 'the-state' });
  });
});

describe('the session of the browser', () => {
  it('spares the form for one hour', async () => {
    await signIn();
    clock.advanceSeconds(3599);
    const { url } = await browser.open(authorizePath(client, { prompt: 'none' }));
    expect(callbackOf(url)).toEqual({ to: CALLBACK, code: expect.any(String), state: 'the-state' });
    clock.advanceSeconds(1);
    expect((await browser.open(authorizePath(client))).url.pathname).toBe('/login');
  });

  it('is of no use when the app asks for a new sign-in, or the user is disabled', async () => {
    await signIn();
    expect((await browser.open(authorizePath(client, { prompt: 'login' }))).url.pathname).toBe('/login');
    expect((await browser.signIn('ada', PASSWORD)).url.origin).toBe('https://app.example.com');
    pool.disableUser('ada');
    expect((await browser.open(authorizePath(client))).url.pathname).toBe('/login');
  });

  it('ends at /logout, which goes to registered addresses only', async () => {
    await signIn();
    const logout = (more: Record<string, string>) =>
      browser.open(`/logout?${new URLSearchParams({ client_id: client.clientId, ...more })}`);
    expect((await logout({ logout_uri: 'https://evil.example/' })).status).toBe(400);
    expect((await logout({})).status).toBe(400);
    expect((await browser.open(authorizePath(client))).url.origin).toBe('https://app.example.com');
    expect((await logout({ logout_uri: 'https://app.example.com/bye' })).url.href).toBe(
      'https://app.example.com/bye',
    );
    expect((await browser.open(authorizePath(client))).url.pathname).toBe('/login');
  });

  it('ends at /logout on the way to the next sign-in', async () => {
    await signIn();
    const { url } = await browser.open(authorizePath(client).replace('/oauth2/authorize', '/logout'));
    expect([url.origin, url.pathname]).toEqual([pool.endpoint, '/login']);
    expect((await browser.open(authorizePath(client))).url.pathname).toBe('/login');
    expect((await browser.signIn('ada', PASSWORD)).url.searchParams.get('state')).toBe('the-state');
  });
});
