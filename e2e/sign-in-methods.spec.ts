import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, formFor, PASSWORD } from './support/story';

test('each sign-in method asks for what it needs, and changing it loses nothing that was typed', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.fill({ ...formFor(pool, client), 'Authenticator secret': 'JBSWY3DPEHPK3PXP' });

  await popup.fill({ 'Sign-in method': 'Hosted UI', 'Hosted UI domain': 'auth.example.com' });
  await expect(popup.field('Password')).toBeHidden();
  await expect(popup.field('Authenticator secret')).toBeHidden();
  await expect(popup.field('Username')).toBeVisible();

  await popup.fill({ 'Sign-in method': 'Just a token', 'Token (JWT)': 'typed.and.kept' });
  await expect(popup.field('Hosted UI domain')).toBeHidden();
  await expect(popup.field('Username')).toBeHidden();

  await popup.fill({ 'Sign-in method': 'Hosted UI (implicit, legacy)' });
  await expect(popup.field('Hosted UI domain')).toHaveValue('auth.example.com');
  await popup.fill({ 'Sign-in method': 'One-time code or passkey', 'First factor': 'E-mail code' });
  await popup.fill({ 'Sign-in method': 'Password (SRP)', 'Authenticator secret': '' });
  await expect(popup.field('First factor')).toBeHidden();
  await expect(popup.field('Username')).toHaveValue('alice');
  await popup.button('Sign in').click();
  await popup.signedInAs('alice').waitFor();
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

for (const [method, field] of [
  ['Password (plain)', 'Password'],
  ['Refresh token', 'Refresh token'],
  ['Just a token', 'Token (JWT)'],
  ['Client credentials', 'Client secret'],
] as const) {
  test(`${method} is not begun without ${field}`, async ({ pool, popup }) => {
    const { Password: _, Username: __, ...form } = formFor(pool, pool.addClient());
    await popup.fill({ ...form, 'Sign-in method': method });
    await popup.button('Sign in').click();
    await expect(popup.field(field)).toHaveAttribute('aria-invalid', 'true');
    await expect(popup.field(field)).toHaveAccessibleDescription(/\w/);
    await popup.fill({ [field]: 'something' });
    await expect(popup.field(field)).not.toHaveAttribute('aria-invalid', 'true');
    expect(pool.calls).toHaveLength(0);
  });
}

test('a forgotten password needs all the other fields, and no password', async ({ pool, popup }) => {
  const { Password: _, Username: __, ...form } = formFor(pool, pool.addClient());
  await popup.fill(form);
  await popup.button('Forgot password?').click();
  await expect(popup.field('Username')).toHaveAttribute('aria-invalid', 'true');
  await expect(popup.field('Password')).not.toHaveAttribute('aria-invalid', 'true');
  await popup.button('Sign in').click();
  await expect(popup.field('Password')).toHaveAttribute('aria-invalid', 'true');
  await popup.fill({ 'Sign-in method': 'Hosted UI' });
  await expect(popup.button('Forgot password?')).toBeHidden();
});

test('a half-chosen method survives the popup, with its options open; its credential does not', async ({
  extension,
  popup,
}) => {
  await popup.fill({
    'Sign-in method': 'Refresh token',
    'Refresh token': 'typed-refresh-token',
    'App client ID': 'half-typ',
  });
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('half-typ');
  await popup.fill({ 'Sign-in method': 'Just a token', 'Token (JWT)': 'typed.jwt.value' });
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('justToken');
  const { session } = await sessionStorage(extension);
  expect(session).not.toContain('typed-refresh-token');
  expect(session).not.toContain('typed.jwt.value');
  const reopened = await popup.reopen();
  await expect(reopened.field('Sign-in method')).toBeVisible();
  await expect(reopened.field('Sign-in method')).toHaveValue('justToken');
  await expect(reopened.field('Token (JWT)')).toHaveValue('');
});

test("the browser's own callback URL can be copied, until another is given", async ({ extension, popup }) => {
  const expected = `https://${new URL(extension.origin).host}.chromiumapp.org/`;
  await popup.fill({ 'Sign-in method': 'Hosted UI' });
  await expect(popup.page.getByText(expected)).toBeVisible();
  await popup.button('Copy callback URL').click();
  await popup.page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(await popup.paste()).toBe(expected);
  await popup.fill({ 'Callback URL': 'https://app.example.com/callback' });
  await expect(popup.button('Copy callback URL')).toBeHidden();
});

test('what a token for every request means is said where it is chosen', async ({ popup }) => {
  const explained = popup.page.getByText('Each navigation waits for a token of its own');
  await popup.fill({ 'Fetch a token': 'For every request' });
  await expect(explained).toBeVisible();
  await popup.fill({ 'Fetch a token': 'When the cached one expires' });
  await expect(explained).toBeHidden();
});

test('a forgotten password is set anew with a code, of which another can be sent', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
  const { Password: _, ...form } = formFor(pool, client);
  await popup.fill(form);
  await popup.button('Forgot password?').click();
  await expect(popup.field('Verification code')).toBeFocused();
  await popup.button('Send a new code').click();
  await popup.page.getByRole('status').filter({ hasText: 'A new code is on its way' }).waitFor();
  expect(pool.callsOf('ForgotPassword')).toHaveLength(2);
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '', 'New password': 'N3w-password!' });
  await popup.button('Continue').click();
  await popup.signedInAs('alice').waitFor();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});
