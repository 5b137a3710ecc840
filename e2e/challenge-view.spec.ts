import { generate } from 'lean-qr';
import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import { pageOpenedBy } from './support/opened-page';
import { Popup } from './support/popup';
import { replaceChallenge, sessionStorage } from './support/storage';
import { PASSWORD, signInUpToChallenge } from './support/story';

const SMS = { mfa: { sms: '+4915112345678' } };
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const URI = `otpauth://totp/Amazon%20Cognito:alice?secret=${SECRET}&issuer=Amazon%20Cognito`;

/** The dark modules of the QR code on the page, row by row, without the quiet zone around it. */
function drawnCode(page: Page): Promise<string> {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => ((data[(y * width + x) * 4] ?? 255) < 128 ? '#' : '.')).join(
        '',
      ),
    );
    return rows.join('\n');
  });
}

const startPasskey = async (popup: Popup, tab: Page, origin: string): Promise<void> => {
  await popup.page.close();
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
  });
  // No automation can press the browser's own button: this user refuses.
  await tab.addInitScript(() => {
    if (chrome.permissions) chrome.permissions.request = async () => false;
  });
  await tab.goto(`${origin}/src/passkey/passkey.html`);
};

const asksForPasskeyOf = (rpId: string) => ({
  name: 'WEB_AUTHN',
  parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify({ challenge: 'AQIDBA', rpId }) },
});

test('a challenge that is not known is named, and leads to the hosted UI', async ({
  pool,
  extension,
  popup,
}) => {
  await signInUpToChallenge(pool, popup, SMS);
  await expect(popup.button('Use the hosted UI')).toBeHidden();
  await replaceChallenge(extension, { name: 'RETINA_SCAN' });
  const reopened = await popup.reopen();
  await expect(reopened.page.getByText('RETINA_SCAN')).toBeVisible();
  await expect(reopened.button('Continue')).toBeHidden();
  await reopened.button('Use the hosted UI').click();
  await expect(reopened.field('Sign-in method')).toBeVisible();
  await expect(reopened.field('Sign-in method')).toHaveValue('hostedUi');
  await expect(reopened.field('Username')).toHaveValue('alice');
});

test('an authenticator is set up by QR code, text or link, none of which stays behind', async ({
  pool,
  extension,
  popup,
}) => {
  await signInUpToChallenge(pool, popup, SMS);
  await replaceChallenge(extension, { name: 'MFA_SETUP', parameters: { SECRET_CODE: SECRET } });
  const reopened = await popup.reopen();
  await expect(reopened.page.getByRole('img', { name: 'QR code for an authenticator app' })).toBeVisible();
  expect(await drawnCode(reopened.page)).toBe(generate(URI).toString({ on: '#', off: '.', pad: 4 }).trim());
  await expect(reopened.page.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible();
  await expect(reopened.page.getByRole('link')).toHaveAttribute('href', URI);
  await reopened.button('Copy secret').click();
  await reopened.page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(await reopened.paste()).toBe(SECRET);
  await reopened.button('Cancel').click();
  await expect(reopened.button('Sign in')).toBeVisible();
  expect(await reopened.page.content()).not.toMatch(/JBSW ?Y3DP/);
});

test('a choice is made by its name, and survives the popup', async ({ pool, extension, popup }) => {
  await signInUpToChallenge(pool, popup, SMS);
  const choices = ['PASSWORD_SRP', 'EMAIL_OTP', 'FUTURE_WAY'];
  await replaceChallenge(extension, { name: 'SELECT_CHALLENGE', choices });
  const reopened = await popup.reopen();
  await expect(reopened.page.getByRole('radio', { name: 'Password (SRP)' })).toBeChecked();
  await expect(reopened.page.getByRole('radio', { name: 'FUTURE_WAY' })).toBeVisible();
  await reopened.page.getByRole('radio', { name: 'E-mail code' }).check();
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('"choice":"EMAIL_OTP"');
  const again = await reopened.reopen();
  await expect(again.page.getByRole('radio', { name: 'E-mail code' })).toBeChecked();
});

test('a custom challenge shows what the pool says; a password that is asked for is kept nowhere', async ({
  pool,
  extension,
  popup,
}) => {
  await signInUpToChallenge(pool, popup, SMS);
  const parameters = { question: 'Which is <b>red</b>?' };
  await replaceChallenge(extension, { name: 'CUSTOM_CHALLENGE', parameters });
  const reopened = await popup.reopen();
  await expect(reopened.field('Answer')).toHaveAccessibleDescription(/question Which is <b>red<\/b>\?/);
  await reopened.page.close();

  await replaceChallenge(extension, { name: 'confirmSignUp', parameters: {} });
  const confirming = await Popup.open(extension);
  await confirming.fill({ Password: PASSWORD, 'Verification code': '123' });
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('"code":"123"');
  expect((await sessionStorage(extension)).session).not.toContain(PASSWORD);
  await expect(confirming.button('Send a new code')).toBeVisible();
});

test('a passkey is asked for in a tab of its own', async ({ pool, extension, popup }) => {
  await signInUpToChallenge(pool, popup, SMS);
  await replaceChallenge(extension, asksForPasskeyOf('elsewhere.example.net'));
  const reopened = await popup.reopen();
  const page = await pageOpenedBy(
    extension.context,
    () => reopened.button('Continue').click(),
    extension.origin,
  );
  await expect(page.getByText('elsewhere.example.net')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use passkey' })).toBeVisible();
});

test('a passkey that is not there is said, and can be tried again', async ({
  pool,
  extension,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, SMS);
  await replaceChallenge(extension, asksForPasskeyOf('login.example.com'));
  await startPasskey(popup, tab, extension.origin);
  await expect(tab.getByRole('alert')).toContainText('not used');
  await tab.getByRole('button', { name: 'Try again' }).click();
  await expect(tab.getByRole('alert')).toContainText('not used');
});

test('a passkey that the browser keeps from us is explained, and leads to the hosted UI', async ({
  pool,
  extension,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, SMS);
  await replaceChallenge(extension, asksForPasskeyOf('elsewhere.example.net'));
  await startPasskey(popup, tab, extension.origin);
  await tab.getByRole('button', { name: 'Use passkey' }).click();
  await expect(tab.getByRole('alert')).toContainText('elsewhere.example.net');
  await tab.getByRole('button', { name: 'Use the hosted UI' }).click();
  await expect.poll(async () => (await sessionStorage(extension)).session).toContain('"hostedUi"');
  await expect((await Popup.open(extension)).field('Sign-in method')).toHaveValue('hostedUi');
});
