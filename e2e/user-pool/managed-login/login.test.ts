import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { authorizePath, CALLBACK, CODE_VERIFIER, HOSTED_APP, postForm } from '../testing/hosted-app';
import { SdkClient, WITH_PASSWORD_AUTH } from '../testing/sdk-client';
import { TestBrowser, type Visit } from '../testing/test-browser';
import { TestClock } from '../testing/test-clock';

const PASSWORD = 'Correct-horse-1';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let client: AppClient;
let browser: TestBrowser;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  client = pool.addClient({ ...HOSTED_APP, ...WITH_PASSWORD_AUTH });
  pool.addUser({ username: 'ada', password: PASSWORD, email: 'ada@example.com' });
  browser = new TestBrowser(pool);
});

afterEach(() => pool.close());

function signIn(username: string, password = PASSWORD, changed = {}): Promise<Visit> {
  return browser.open(authorizePath(client, changed)).then(() => browser.signIn(username, password));
}

function problemOn({ text }: Visit): string | undefined {
  return /<p role="alert">([^<]*)</.exec(text)?.[1];
}

function arrivedWithCode({ url }: Visit): boolean {
  return url.href.startsWith(`${CALLBACK}?code=`);
}

async function idTokenClaims({ url }: Visit) {
  const form = {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code: url.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: CODE_VERIFIER,
  };
  const { id_token } = await (await postForm(pool, '/oauth2/token', form)).json();
  const verifier = CognitoJwtVerifier.create({
    userPoolId: pool.userPoolId,
    tokenUse: 'id',
    clientId: client.clientId,
    graceSeconds: 1e9,
  });
  verifier.cacheJwks(pool.jwks);
  return verifier.verify(id_token);
}

describe('the password form', () => {
  it('takes a username or an e-mail address', async () => {
    expect(arrivedWithCode(await signIn('ada@example.com'))).toBe(true);
  });

  it('does not tell a wrong password from an unknown user', async () => {
    expect(problemOn(await signIn('ada', 'wrong'))).toBe('Incorrect username or password.');
    expect(problemOn(await signIn('nobody'))).toBe('Incorrect username or password.');
    expect(arrivedWithCode(await browser.signIn('ada', PASSWORD))).toBe(true);
  });

  it('shares its lock-out with the API', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn('ada', 'wrong');
    expect(problemOn(await signIn('ada'))).toBe('Password attempts exceeded');
    await expect(new SdkClient(pool, client).signIn('ada', PASSWORD)).rejects.toThrow(
      'Password attempts exceeded',
    );
    clock.advanceSeconds(1);
    expect(arrivedWithCode(await signIn('ada'))).toBe(true);
  });

  it('tells a disabled user so', async () => {
    pool.disableUser('ada');
    expect(problemOn(await signIn('ada'))).toBe('User is disabled.');
  });

  it('takes no form that another site sends', async () => {
    await browser.open(authorizePath(client));
    const forged = await browser.submit({ username: 'ada', password: PASSWORD, _csrf: 'guessed' });
    expect(forged.status).toBe(400);
    await browser.open(authorizePath(client));
    browser.clearCookies();
    expect((await browser.signIn('ada', PASSWORD)).status).toBe(400);
  });

  it('sets a cookie that no script and no other site can use', async () => {
    const { headers } = await signIn('ada');
    expect(headers.get('set-cookie')).toMatch(
      /^cognito=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/,
    );
  });

  it('cannot be framed or read by other pages', async () => {
    const { headers } = await browser.open(authorizePath(client));
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the page after the password', () => {
  it('asks for the code of an authenticator app', async () => {
    pool.addUser({ username: 'tim', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
    expect((await signIn('tim')).text).toContain('>Code</label>');
    expect(problemOn(await browser.submit({ SOFTWARE_TOKEN_MFA_CODE: '000000' }))).toBe(
      'Invalid code received for user',
    );
    const code = new TOTP({ secret: TOTP_SECRET }).generate({ timestamp: clock.nowMs() });
    expect(arrivedWithCode(await browser.submit({ SOFTWARE_TOKEN_MFA_CODE: code }))).toBe(true);
  });

  it('asks for the code of a text message, of an app client with a secret too, and not for ever', async () => {
    client = pool.addClient({ ...HOSTED_APP, clientSecret: true });
    pool.addUser({ username: 'sam', password: PASSWORD, mfa: { sms: '+491701234567' } });
    await signIn('sam');
    expect(arrivedWithCode(await browser.submit({ SMS_MFA_CODE: pool.outbox.at(-1)?.code ?? '' }))).toBe(
      true,
    );
    await browser.open(authorizePath(client, { prompt: 'login' }));
    await browser.signIn('sam', PASSWORD);
    clock.advanceSeconds(180);
    const late = await browser.submit({ SMS_MFA_CODE: pool.outbox.at(-1)?.code ?? '' });
    expect(problemOn(late)).toBe('Invalid session for the user, session is expired.');
    expect(late.text).toContain('>Password</label>');
  });

  it('asks for a new password and the attributes that are missing', async () => {
    pool.addUser({
      username: 'new',
      password: PASSWORD,
      temporaryPassword: true,
      requiredAttributes: ['name'],
    });
    expect((await signIn('new')).text).toContain('>name</label>');
    const weak = await browser.submit({ NEW_PASSWORD: 'weak', 'userAttributes.name': 'Newt' });
    expect(problemOn(weak)).toContain('Password does not conform to policy');
    const arrived = await browser.submit({ NEW_PASSWORD: 'Better-horse-2', 'userAttributes.name': 'Newt' });
    expect(await idTokenClaims(arrived)).toMatchObject({ name: 'Newt', 'cognito:username': 'new' });
  });
});

describe('a further identity provider', () => {
  beforeEach(() => {
    pool.addIdentityProvider({
      name: 'Google',
      type: 'Google',
      identifiers: ['example.com'],
      people: [{ userId: '123', name: 'Grace Hopper', email: 'grace@gmail.example' }],
    });
    client = pool.addClient({ ...HOSTED_APP, identityProviders: ['COGNITO', 'Google'] });
  });

  it('is linked from the form, and makes a user with an identity of the provider', async () => {
    const { text } = await browser.open(authorizePath(client));
    const [, link = ''] = /<a href="([^"]*)">Continue with Google</.exec(text) ?? [];
    const page = await browser.open(link.replaceAll('&#38;', '&'));
    expect(page.text).toContain('>Continue as Grace Hopper</button>');
    const claims = await idTokenClaims(await browser.submit({ user_id: '123' }));
    expect(claims).toMatchObject({
      'cognito:username': 'Google_123',
      'cognito:groups': [`${pool.userPoolId}_Google`],
      identities: [{ providerName: 'Google', userId: '123', primary: 'true' }],
      email_verified: false,
    });
    browser.clearCookies();
    await browser.open(authorizePath(client, { identity_provider: 'Google' }));
    expect((await idTokenClaims(await browser.submit({ user_id: '123' }))).sub).toBe(claims.sub);
  });

  it.each([{ identity_provider: 'Google' }, { idp_identifier: 'example.com' }])(
    'is gone to at once for %j',
    async (asked) => {
      expect((await browser.open(authorizePath(client, asked as Record<string, string>))).url.pathname).toBe(
        '/idp/Google',
      );
    },
  );

  it('is gone to at once if it is the only one, and then no password is taken', async () => {
    const googleOnly = pool.addClient({ ...HOSTED_APP, identityProviders: ['Google'] });
    expect((await browser.open(authorizePath(googleOnly))).url.pathname).toBe('/idp/Google');
    await browser.open(authorizePath(googleOnly).replace('/oauth2/authorize', '/login'));
    expect((await browser.signIn('ada', PASSWORD)).status).toBe(400);
  });

  it('gives its users a nonce that nobody asked for, and the pool gives its own none', async () => {
    await browser.open(authorizePath(client, { identity_provider: 'Google', nonce: '' }));
    const federated = await idTokenClaims(await browser.submit({ user_id: '123' }));
    expect(federated.nonce).toEqual(expect.any(String));
    const native = await idTokenClaims(await signIn('ada', PASSWORD, { nonce: '', prompt: 'login' }));
    expect(native).not.toHaveProperty('nonce');
  });

  it('tells the app when the person cancels', async () => {
    await browser.open(authorizePath(client, { identity_provider: 'Google' }));
    const { url } = await browser.submit({ user_id: '' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'Google Error - access_denied',
      state: 'the-state',
    });
  });

  it('is not there for app clients that do not name it', async () => {
    const without = pool.addClient(HOSTED_APP);
    const path = authorizePath(without).replace('/oauth2/authorize', '/idp/Google');
    expect((await browser.open(path)).status).toBe(400);
  });
});
