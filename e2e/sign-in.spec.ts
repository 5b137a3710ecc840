import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { API, formFor, PASSWORD, signInAlice, verifyIdToken } from './support/story';

test('promise 1: SRP sign-in by the popup, a typed API URL answers as the user, one click copies the same token', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const client = await signInAlice(pool, popup);
  await tab.goto(`https://${API}/me`);

  const [request] = sites.to(API, '/me');
  expect(request?.authorization).toBe(`Bearer ${await popup.copyToken()}`);
  expect(request?.cacheControl).toBe('no-store, no-cache');
  const claims = await verifyIdToken(pool, client, request?.authorization);
  expect(claims['cognito:username']).toBe('alice');
  expect(pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  expect(pool.callsOf('InitiateAuth')[0]?.authFlow).toBe('USER_SRP_AUTH');
});

test('T13: a wrong password gives an alert, no token and no second attempt; nothing typed is lost', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.submitSignIn(formFor(pool, client, { Password: 'Wr0ng-horse!' }));
  await expect(popup.alert).toContainText('password');
  await expect(popup.field('Password')).toBeFocused();
  await expect(popup.field('Username')).toHaveValue('alice');

  await tab.goto(`https://${API}/page`).catch(() => undefined);
  expect(sites.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);

  // The positive control, and the way out: the right password on the second try of the user.
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
  expect(pool.callsOf('InitiateAuth')).toHaveLength(2);
});

test('Q: a firewall before the pool is named, whether or not its answer may be read; nothing typed is lost', async ({
  pool,
  popup,
}) => {
  pool.addUser({ username: 'alice', password: PASSWORD });
  pool.failNext('firewall');
  await popup.submitSignIn(formFor(pool, pool.addClient()));
  await expect(popup.alert).toContainText('A firewall (AWS WAF) of the user pool may block you');
  expect(pool.callsOf('InitiateAuth').map(({ status }) => status)).toEqual([403]);
  pool.refuseNext({ name: 'ForbiddenException', message: 'Request not allowed due to WAF block.' });
  await popup.submitSignIn({ Password: PASSWORD });
  await expect(popup.alert).toContainText('firewall (AWS WAF) blocked the request');
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
});

test('plain password sign-in is explained where the app client refuses it, and works where it is allowed', async ({
  pool,
  popup,
}) => {
  const refusing = pool.addClient();
  const allowing = pool.addClient({ authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.submitSignIn(formFor(pool, refusing, { 'Sign-in method': 'Password (plain)' }));
  await expect(popup.alert).toContainText('Choose Password (SRP)');

  await popup.submitSignIn({ 'App client ID': allowing.clientId, Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
});

test('a confidential app client signs in with its client secret and refreshes with it', async ({
  pool,
  popup,
}) => {
  const client = pool.addClient({ clientSecret: 'very-secret' });
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.submitSignIn(formFor(pool, client));
  await expect(popup.alert).toContainText('client secret');

  await popup.submitSignIn({ 'Client secret': 'very-secret', Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
  await popup.button('Refresh now').click();
  await expect
    .poll(() => pool.callsOf('GetTokensFromRefreshToken').map(({ status }) => status))
    .toEqual([200]);
});

test('the access token is sent and copied where the profile says so', async ({ pool, sites, popup, tab }) => {
  await signInAlice(pool, popup, {}, { Token: 'Access token' });
  await tab.goto(`https://${API}/me`);
  const token = await popup.copyToken();
  expect(sites.to(API, '/me')[0]?.authorization).toBe(`Bearer ${token}`);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ token_use: 'access', username: 'alice' });
});

test('each field says beside it what is wrong, the first one gets the focus, and nothing is sent', async ({
  pool,
  popup,
}) => {
  await popup.submitSignIn({ 'User pool ID': 'nonsense', 'API hosts': 'http://api.example.com' });
  await expect(popup.field('User pool ID')).toBeFocused();
  for (const name of ['User pool ID', 'App client ID', 'API hosts', 'Username', 'Password']) {
    await expect(popup.field(name)).toHaveAttribute('aria-invalid', 'true');
    await expect(popup.field(name)).toHaveAccessibleDescription(/\w/);
  }
  await expect(popup.field('API hosts')).toHaveAccessibleDescription(/http:\/\/api\.example\.com/);
  await popup.fill({ 'User pool ID': pool.userPoolId });
  await expect(popup.field('User pool ID')).not.toHaveAttribute('aria-invalid', 'true');
  expect(pool.calls).toHaveLength(0);
});

test('two popups that sign in at once end in one session; what the other was given is given back', async ({
  pool,
  popup,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const other = await popup.openAnother();
  await popup.fill(formFor(pool, client));
  await other.fill(formFor(pool, client));
  const inAMoment = Date.now() + 500;
  await Promise.all([popup, other].map(({ page }) => page.evaluate(pressAt, inAMoment)));
  await popup.signedInAs('alice').waitFor();
  await other.signedInAs('alice').waitFor();
  await expect.poll(() => pool.unrevokedFamilies()).toHaveLength(1);
});

// Stands alone, because it is sent as text. Two clicks one after the other would be less of a race.
async function pressAt(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms - Date.now()));
  document.querySelector<HTMLButtonElement>('form:not([hidden]) button[type=submit]')?.click();
}
