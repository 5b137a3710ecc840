import { TOTP, URI } from 'otpauth';
import { expect } from 'playwright/test';
import { expectProblemAt } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formFor, PASSWORD } from './support/story';
import type { AppClientSettings } from './user-pool/app-clients';
import type { UserPool } from './user-pool/start-user-pool';
import type { Mfa } from './user-pool/users';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const SMS = '+4915112345678';

function poolWithAlice(pool: UserPool, mfa?: Mfa, settings: Partial<AppClientSettings> = {}) {
  const client = pool.addClient(settings);
  const user = pool.addUser({ username: 'alice', password: PASSWORD, ...(mfa && { mfa }) });
  return { pool, client, user };
}

function lastCode(pool: UserPool): string {
  return pool.outbox.at(-1)?.code ?? '';
}

test('a code by e-mail as the second factor', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool, { email: 'alice@example.com' });
  await popup.submitSignIn(formFor(pool, alice.client));
  await popup.asked('Enter the code from your email');
  await popup.answer({ 'Verification code': 'wrong' });
  await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
  await expectNoToken(api);

  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, alice);
});

test('a choice of second factors: each of them, and a wrong code', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool, { sms: SMS, totp: TOTP_SECRET });
  await popup.submitSignIn(formFor(pool, alice.client));
  await popup.asked('How do you want to go on?');
  await popup.choose('Authenticator app');
  await popup.asked('Enter the code from your authenticator');
  await popup.answer({ 'Verification code': 'wrong' });
  await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
  await expectNoToken(api);
  await popup.answer({ 'Verification code': new TOTP({ secret: TOTP_SECRET }).generate() });
  await expectSignedIn(popup, api, alice);

  await popup.button('Sign out').click();
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.asked('How do you want to go on?');
  await popup.choose('SMS code');
  await popup.asked('Enter the code from your text message');
  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, alice);
});

test('an authenticator app is set up by what the popup shows; a wrong code may be corrected', async ({
  pool,
  popup,
  api,
}) => {
  pool.configure({ mfaToSetUp: ['SOFTWARE_TOKEN_MFA'] });
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formFor(pool, alice.client));
  await popup.asked('Set up an authenticator app');
  const link = popup.page.getByRole('link', { name: 'Open in an app on this device' });
  const uri = (await link.getAttribute('href')) ?? '';
  const authenticator = URI.parse(uri) as TOTP;
  expect(authenticator).toMatchObject({ issuer: 'Amazon Cognito', label: 'alice' });
  const secret = authenticator.secret.base32;
  await expect(popup.page.locator('code').filter({ visible: true })).toHaveText(
    secret.match(/.{1,4}/g)?.join(' ') ?? '',
  );

  await popup.answer({ 'Verification code': authenticator.generate({ timestamp: 0 }) });
  await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
  await expectNoToken(api);
  await popup.answer({ 'Verification code': authenticator.generate() });
  await expectSignedIn(popup, api, alice);
});

test('O: codes by email are set up where the pool wants these alone', async ({ pool, popup, api }) => {
  pool.configure({ mfaToSetUp: ['EMAIL_OTP'] });
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formFor(pool, alice.client));
  await popup.asked('Set up codes by email');
  await popup.answer({ Email: 'alice@example.com' });
  await popup.asked('Enter the code from your email');
  await expectNoToken(api);
  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, alice);
});

test('an authenticator secret that is kept answers by itself; a wrong one leaves the question to the user', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool, { totp: TOTP_SECRET });
  const other = 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK';
  await popup.submitSignIn({ ...formFor(pool, alice.client), 'Authenticator secret': other });
  await popup.asked('Enter the code from your authenticator');
  await expectNoToken(api);
  await popup.button('Cancel').click();

  const inGroups = TOTP_SECRET.match(/.{4}/g)?.join(' ').toLowerCase() ?? '';
  await popup.submitSignIn({ Password: PASSWORD, 'Authenticator secret': inGroups });
  await expectSignedIn(popup, api, alice);
});

test('a remembered device takes the place of the code, and renews; a forgotten one is asked again', async ({
  pool,
  popup,
  api,
}) => {
  pool.configure({ devices: 'always' });
  const alice = poolWithAlice(pool, { sms: SMS }, { clientSecret: 'very-secret' });
  await popup.submitSignIn({ ...formFor(pool, alice.client), 'Client secret': 'very-secret' });
  await popup.asked('Enter the code from your text message');
  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, alice);

  await popup.button('Sign out').click();
  await popup.submitSignIn({ Password: PASSWORD });
  await expectSignedIn(popup, api, alice);
  expect(pool.outbox).toHaveLength(1);
  await popup.button('Refresh now').click();
  await expect
    .poll(() => pool.callsOf('GetTokensFromRefreshToken').map(({ status }) => status))
    .toEqual([200]);

  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  alice.user.devices.clear();
  const { length } = api.tokensArrived;
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.asked('Enter the code from your text message');
  expect(await api.request()).toBeUndefined();
  expect(api.tokensArrived).toHaveLength(length);
  expect(pool.outbox).toHaveLength(2);
});

test('C: a device of which the pool has not heard, because the call was lost, is confirmed before the first refresh', async ({
  pool,
  popup,
  api,
}) => {
  pool.configure({ devices: 'always' });
  const alice = poolWithAlice(pool, { sms: SMS });
  pool.failNext({ kind: 'drop', operation: 'ConfirmDevice' });
  await popup.submitSignIn(formFor(pool, alice.client));
  await popup.asked('Enter the code from your text message');
  await popup.answer({ 'Verification code': lastCode(pool) });
  await expectSignedIn(popup, api, alice);
  const before = api.tokensArrived.at(-1);
  await popup.button('Refresh now').click();
  await expect.poll(() => api.request()).not.toBe(before);
  await expectSignedIn(popup, api, alice);

  await popup.button('Sign out').click();
  await popup.submitSignIn({ Password: PASSWORD });
  await expectSignedIn(popup, api, alice);
  expect(pool.outbox).toHaveLength(1);
});

test('where the pool leaves it to the user, only a device that the user wants is remembered', async ({
  pool,
  popup,
  api,
}) => {
  pool.configure({ devices: 'optIn' });
  const alice = poolWithAlice(pool, { sms: SMS });
  for (const thisDevice of ['Not remembered', 'Remembered']) {
    await popup.submitSignIn({ ...formFor(pool, alice.client), 'This device': thisDevice });
    await popup.asked('Enter the code from your text message');
    await popup.answer({ 'Verification code': lastCode(pool) });
    await expectSignedIn(popup, api, alice);
    await popup.button('Sign out').click();
    await popup.button('Sign in').waitFor();
  }
  await popup.submitSignIn({ Password: PASSWORD });
  await expectSignedIn(popup, api, alice);
  expect(pool.outbox).toHaveLength(2);
});
