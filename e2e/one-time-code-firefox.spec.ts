import { expect } from 'playwright/test';
import { FirefoxPopup } from './support/firefox/firefox-popup';
import { test } from './support/firefox/fixtures';
import { API, formFor, verifyIdToken } from './support/story';

test('Firefox: signs in by a code by e-mail alone, and a wrong code brings no token', async ({ firefox }) => {
  const { pool, sites, extension } = firefox;
  const client = pool.addClient({ authFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
  pool.addUser({ username: 'alice', email: 'alice@example.com' });
  const popup = await FirefoxPopup.open(extension);
  const { Password: _, ...form } = formFor(pool, client);
  await popup.fill({ ...form, 'Sign-in method': 'One-time code or passkey', 'First factor': 'E-mail code' });
  await popup.press('Sign in');
  await extension.allowAccess();
  await popup.fill({ 'Verification code': '00000000' });
  await popup.press('Continue');
  expect(await popup.alertText()).toContain('The code is not right');
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/me`);
  await expect.poll(() => tab.url()).toContain('/signing-in.html');
  expect(sites.to(API, '/me')).toEqual([]);

  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.press('Continue');
  await popup.waitForText('Signed in as alice');
  await expect.poll(() => sites.to(API, '/me')).toHaveLength(1);
  const claims = await verifyIdToken(pool, client, sites.to(API, '/me')[0]?.authorization);
  expect(claims['cognito:username']).toBe('alice');
});
