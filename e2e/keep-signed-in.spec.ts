import { expect, type Page } from 'playwright/test';
import { browserProcesses } from './soak/browser-processes';
import type { ChromiumExtension } from './support/chromium-extension';
import { test } from './support/fixtures';
import { openOrHold } from './support/held';
import { Popup } from './support/popup';
import { holds, profileBytes } from './support/profile-files';
import type { RecordingSites } from './support/recording-sites';
import { sessionStorage } from './support/storage';
import { API, formFor, PASSWORD, signInAlice } from './support/story';

const PASSPHRASE = 'canary horse battery';
const CLIENT_SECRET = 'canary-client-secret-0123456789';
const TOTP_SECRET = 'KNSWG4TFOQQGC5LUNBSW45DJMNQXI33S';
const WITH_PASSPHRASE = {
  'Keep me signed in': 'On this device, with a passphrase',
  'New passphrase': PASSPHRASE,
  'Repeat passphrase': PASSPHRASE,
};

/** Ends the browser as a crash or a power cut does, and starts it again with its profile. */
async function crash(extension: ChromiumExtension): Promise<ChromiumExtension> {
  const closed = extension.context.waitForEvent('close');
  for (const { pid } of browserProcesses(extension.profileFolder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended with another.
    }
  }
  await closed;
  return extension.restart();
}

async function unlock(popup: Popup): Promise<void> {
  await popup.fill({ Passphrase: PASSPHRASE });
  await popup.button('Unlock').click();
  await popup.signedInAs('alice').waitFor();
}

/** What a typed URL carries. */
async function sentWith(tab: Page, sites: RecordingSites, path: string): Promise<string | undefined> {
  await tab.goto(`https://${API}${path}`);
  return sites.to(API, path).at(-1)?.authorization;
}

test('a user’s day: kept with a passphrase, locked, unlocked at the hold page, killed, rotated, signed out', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup, { rotation: { retryGracePeriodSeconds: 0 } }, WITH_PASSPHRASE);
  expect(await sentWith(tab, sites, '/morning')).toMatch(/^Bearer /);

  await popup.button('Lock').click();
  await popup.button('Unlock').waitFor();
  await openOrHold(tab, `https://${API}/lunch`);
  await expect(tab.getByRole('status')).toContainText('Unlock Tokenbearer');
  await expect(tab.getByRole('button', { name: 'Unlock' })).toBeVisible();
  expect(sites.to(API, '/lunch')).toEqual([]);
  await unlock(popup);
  await expect.poll(() => tab.url()).toBe(`https://${API}/lunch`);
  expect(sites.to(API, '/lunch').map(({ authorization }) => authorization)).toEqual([
    expect.stringMatching(/^Bearer /),
  ]);

  const killed = await crash(extension);
  const again = await Popup.open(killed);
  await again.page.getByRole('heading', { name: 'Locked' }).waitFor();
  await unlock(again);
  const signIns = pool.callsOf('InitiateAuth').length;
  for (const _ of [1, 2]) {
    const before = pool.callsOf('GetTokensFromRefreshToken').length;
    await again.button('Refresh now').click();
    await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken').length).toBe(before + 1);
    await expect(again.button('Refresh now')).toBeEnabled();
  }
  const restarted = await crash(killed);
  const evening = await Popup.open(restarted);
  await unlock(evening);
  expect(await sentWith(await restarted.openTab(), sites, '/evening')).toMatch(/^Bearer /);
  // No password was needed since the morning.
  expect(pool.callsOf('InitiateAuth')).toHaveLength(signIns);

  await evening.button('Sign out').click();
  await evening.button('Sign in').waitFor();
  await expect.poll(() => pool.unrevokedFamilies()).toEqual([]);
  expect(await sentWith(await restarted.openTab(), sites, '/night')).toBeUndefined();
  expect((await sessionStorage(restarted)).disk).not.toMatch(/"entries":\{"/);
  await restarted.close();
});

test('kept on this device it is simply there after a browser start', async ({
  pool,
  sites,
  extension,
  popup,
}) => {
  await signInAlice(pool, popup, {}, { 'Keep me signed in': 'On this device' });
  const restarted = await extension.restart();
  const tab = await restarted.openTab();
  await openOrHold(tab, `https://${API}/me`);
  await expect.poll(() => tab.url()).toBe(`https://${API}/me`);
  expect(sites.to(API, '/me').map(({ authorization }) => authorization)).toEqual([
    expect.stringMatching(/^Bearer /),
  ]);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
  await restarted.close();
});

test('T4: kept with a passphrase, no secret lies on the disk in clear, in use, locked, killed or signed out', async ({
  pool,
  extension,
  popup,
}) => {
  const client = pool.addClient({ clientSecret: CLIENT_SECRET });
  pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  const secrets = { 'Client secret': CLIENT_SECRET, 'Authenticator secret': TOTP_SECRET };
  await popup.fill({ ...formFor(pool, client), ...secrets, ...WITH_PASSPHRASE });
  await popup.page.getByLabel('Also keep the password').check();
  await popup.button('Sign in').click();
  await popup.signedInAs('alice').waitFor();
  const { session, disk, refreshToken = '' } = await sessionStorage(extension);
  const jwts = session.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  const [, dataKey = ''] = /"dataKey":"([^"]+)"/.exec(session) ?? [];
  const canaries = [PASSWORD, PASSPHRASE, CLIENT_SECRET, TOTP_SECRET, refreshToken, dataKey, ...jwts];
  expect(canaries.filter((canary) => canary.length < 8)).toEqual([]);
  expect(canaries.length).toBeGreaterThanOrEqual(8);
  // Positive controls: the vault is there, and what is not secret is found on disk.
  expect(disk).toContain('vault:passphrase');
  expect(session).toContain(PASSWORD);
  await expect
    .poll(async () => holds(await profileBytes(extension.profileFolder), client.clientId))
    .toBe(true);
  const expectNone = async (whileIn: string) => {
    const onDisk = await profileBytes(extension.profileFolder);
    for (const canary of canaries)
      expect(holds(onDisk, canary), `a secret on disk while ${whileIn}`).toBe(false);
  };

  await expectNone('in use');
  await popup.button('Lock').click();
  await popup.button('Unlock').waitFor();
  await expectNone('locked');
  expect((await sessionStorage(extension)).session).not.toMatch(/"eyJ|canary|refreshToken":"|dataKey":"/);
  const killed = await crash(extension);
  await expectNone('killed');
  const again = await Popup.open(killed);
  await unlock(again);
  await again.button('Sign out').click();
  await again.button('Sign in').waitFor();
  await expectNone('signed out');
  await killed.close();
});

test('the settings change at once what is kept, and how', async ({ pool, extension, popup }) => {
  await signInAlice(pool, popup);
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  const keep = settings.getByLabel('Keep me signed in');
  const said = settings.locator('#vaultSays');
  await keep.selectOption({ label: 'On this device, with a passphrase' });
  await settings.getByLabel('New passphrase', { exact: true }).first().fill(PASSPHRASE);
  await settings.getByLabel('Repeat passphrase', { exact: true }).first().fill('another one');
  // News of something else takes away nothing that is typed.
  await popup.button('Refresh now').click();
  await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
  await expect(popup.button('Refresh now')).toBeEnabled();
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByRole('alert').filter({ visible: true })).toHaveText(
    'The two passphrases are not the same.',
  );
  await settings.getByLabel('Repeat passphrase', { exact: true }).first().fill(PASSPHRASE);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(said).toHaveText('What is kept is now encrypted with your passphrase.');
  expect((await sessionStorage(extension)).disk).toContain('vault:passphrase');

  await settings.getByRole('button', { name: 'Lock now' }).click();
  await popup.button('Unlock').waitFor();
  await popup.fill({ Passphrase: 'not the passphrase' });
  await popup.button('Unlock').click();
  await expect(popup.alert).toContainText('That is not the passphrase');
  await expect(popup.field('Passphrase')).toHaveValue('not the passphrase');
  await expect(async () => {
    await popup.fill({ Passphrase: PASSPHRASE });
    await popup.button('Unlock').click();
    await popup.signedInAs('alice').waitFor({ timeout: 2_000 });
  }).toPass();

  await keep.selectOption({ label: 'On this device' });
  await expect(said).toHaveText(
    'The passphrase is no longer needed; what is kept is now readable on this device.',
  );
  await expect(popup.button('Lock')).toBeHidden();
  await settings.getByRole('button', { name: 'Forget what is kept' }).click();
  await expect(said).toHaveText('Nothing is kept on this device any more.');
  expect((await sessionStorage(extension)).disk).not.toMatch(/vault:|deviceKey/);
  await expect(popup.signedInAs('alice')).toBeVisible();
});

test('a password that is kept as well signs in again where the pool refuses the refresh token', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const keepPassword = popup.page.getByLabel('Also keep the password');
  await expect(keepPassword).toBeHidden();
  await popup.fill({ 'Keep me signed in': 'On this device' });
  await keepPassword.check();
  await popup.fill({ 'Sign-in method': 'Refresh token' });
  await expect(keepPassword).toBeHidden();
  await popup.fill({ 'Sign-in method': 'Password (SRP)' });
  await signInAlice(pool, popup);
  // An hour ago: what the extension goes by is in its memory.
  const page = await extension.openPopup();
  await page.evaluate(async () => {
    const stored =
      await chrome.storage.session.get<Record<string, { value: { password: { usedAtMs: number } } }>>();
    const [key, item] = Object.entries(stored).find(([name]) => name.startsWith('credentials:')) ?? [];
    if (!key || !item) throw new Error('no credentials');
    item.value.password.usedAtMs -= 3_600_000;
    await chrome.storage.session.set({ [key]: item });
  });
  await page.close();
  pool.revokeAllTokens('alice');
  await popup.button('Refresh now').click();
  await expect.poll(() => pool.callsOf('RespondToAuthChallenge')).toHaveLength(2);
  await expect(popup.signedInAs('alice')).toBeVisible();
  expect(await sentWith(tab, sites, '/again')).toMatch(/^Bearer /);
});
