import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { formFor, PASSWORD, signInAlice } from './support/story';

test('a half-filled form survives the popup and the worker; the password does not', async ({
  pool,
  extension,
  popup,
}) => {
  await popup.fill({
    'User pool ID': pool.userPoolId,
    'App client ID': 'half-typ',
    'API hosts': 'api.exam',
    'Client secret': 'typed-secret',
    'Sign-in method': 'Password (plain)',
    Password: PASSWORD,
  });
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('half-typ');
  expect((await sessionStorage(extension)).session).not.toContain(PASSWORD);
  await extension.killWorker();
  const reopened = await popup.reopen();
  await expect(reopened.field('App client ID')).toHaveValue('half-typ');
  await expect(reopened.field('API hosts')).toHaveValue('api.exam');
  await expect(reopened.field('Sign-in method')).toHaveValue('passwordPlain');
  await expect(reopened.field('Client secret')).toHaveValue('typed-secret');
  await expect(reopened.field('Password')).toHaveValue('');
  await expect(reopened.field('Username')).toBeFocused();
});

test('the form is filled and sent by keyboard alone, and the signed-in view is ready to copy', async ({
  pool,
  popup,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const { keyboard } = popup.page;
  await expect(popup.field('User pool ID')).toBeFocused();
  for (const [label, value] of Object.entries(formFor(pool, client))) {
    await expect(popup.field(label)).toBeFocused();
    await keyboard.type(value);
    await keyboard.press(label === 'Password' ? 'Enter' : 'Tab');
  }
  await popup.signedInAs('alice').waitFor();
  await expect(popup.button('Copy token')).toBeFocused();
});

test('the signed-in view fits without a scroll bar, in light and dark', async ({ pool, popup }) => {
  await signInAlice(pool, popup);
  for (const colorScheme of ['light', 'dark'] as const) {
    await popup.page.emulateMedia({ colorScheme });
    const overflow = await popup.page.evaluate(() => ({
      x: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      y: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(overflow.x).toBeLessThanOrEqual(0);
    expect(overflow.y).toBeLessThanOrEqual(0);
  }
});

test('the other ways to sign out open over the view, without a scroll bar, as far as there are any', async ({
  pool,
  popup,
}) => {
  await signInAlice(pool, popup, {}, { 'API hosts': 'api.example.com\nnot-granted.example.org' });
  await popup.button('Other ways to sign out').click();
  await expect(popup.button('Sign out everywhere')).toBeVisible();
  await expect(popup.button('Sign out of the hosted UI too')).toBeHidden();
  const overflow = await popup.page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(overflow).toBeLessThanOrEqual(0);
  await popup.button('Sign out everywhere').click();
  await expect(popup.button('Sign in')).toBeVisible();
  await expect(popup.button('Sign out everywhere')).toBeHidden();
});

test('an open popup follows what the background does', async ({ pool, extension, popup }) => {
  await signInAlice(pool, popup);
  const other = await popup.openAnother();
  await popup.button('Sign out').click();
  await expect(other.button('Sign in')).toBeVisible();
  expect(extension.context.pages().length).toBeGreaterThan(1);
});

test('access that the browser has not granted is named, with a button to repair it', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup, {}, { 'API hosts': 'api.example.com\nnot-granted.example.org' });
  await expect(popup.page.getByText(/not-granted\.example\.org/).first()).toBeVisible();
  await expect(popup.button('Allow access')).toBeVisible();
  const badge = () => popup.page.evaluate(() => chrome.action.getBadgeText({}));
  expect(await badge()).toBe('!');
  // The host that is granted is not disturbed.
  await tab.goto('https://api.example.com/me');
  expect(sites.to('api.example.com', '/me')[0]?.authorization).toMatch(/^Bearer /);
});
