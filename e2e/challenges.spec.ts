import { TOTP } from 'otpauth';
import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, formFor, PASSWORD, signInUpToChallenge } from './support/story';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

test('SMS code: a wrong one may be corrected, the half-typed one survives the popup and the worker', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await expect(popup.page.getByText(/\+\*+5678/)).toBeVisible();
  await expect(popup.field('Verification code')).toBeFocused();
  await popup.fill({ 'Verification code': '000' });
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('"code":"000"');

  await extension.killWorker();
  const reopened = await popup.reopen();
  await expect(reopened.field('Verification code')).toHaveValue('000');
  await reopened.page.keyboard.press('Enter');
  await expect(reopened.alert).toContainText('code');
  await expect(reopened.field('Verification code')).toBeFocused();

  await reopened.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await reopened.page.keyboard.press('Enter');
  await reopened.signedInAs('alice').waitFor();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});

test('authenticator code, with the popup closed in between', async ({ pool, sites, popup, tab }) => {
  await signInUpToChallenge(pool, popup, { mfa: { totp: TOTP_SECRET } });
  const reopened = await popup.reopen();
  await reopened.fill({ 'Verification code': new TOTP({ secret: TOTP_SECRET }).generate() });
  await reopened.button('Continue').click();
  await reopened.signedInAs('alice').waitFor();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

test('new password: the policy is explained, required attributes are asked for, the popup may close in between', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, { temporaryPassword: true, requiredAttributes: ['given_name'] });
  await popup.fill({ 'New password': 'short', 'Given name': 'Alice' });
  await popup.button('Continue').click();
  await expect(popup.alert).toContainText('Password');
  await expect(popup.field('New password')).toBeFocused();

  const reopened = await popup.reopen();
  await expect(reopened.field('Given name')).toHaveValue('Alice');
  await expect(reopened.field('New password')).toHaveValue('');
  await reopened.fill({ 'New password': 'N3w-password!' });
  await reopened.button('Continue').click();
  await reopened.signedInAs('alice').waitFor();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

test('Cancel leaves the challenge and keeps what the form held', async ({ pool, popup }) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await popup.button('Cancel').click();
  await expect(popup.field('Username')).toHaveValue('alice');
  await expect(popup.field('Password')).toBeFocused();
  await expect((await popup.reopen()).button('Sign in')).toBeVisible();
});

test('a challenge that has ended is told apart from a wrong code, and leads back to the form', async ({
  pool,
  popup,
}) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  pool.setClockSkewMs(200_000);
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  await expect(popup.button('Sign in')).toBeVisible();
  await expect(popup.alert).toContainText(/sign in again/i);
});

test('an app client without any sign-in flow is explained by the setting to change', async ({
  pool,
  popup,
}) => {
  const client = pool.addClient({ authFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.submitSignIn(formFor(pool, client));
  await expect(popup.alert).toContainText('ALLOW_USER_SRP_AUTH');
});
