import { type ConsoleMessage, expect } from 'playwright/test';
import type { ChromiumExtension } from './support/chromium-extension';
import { FLOWS_ELSEWHERE, signInElsewhere } from './support/elsewhere';
import { test } from './support/fixtures';
import type { Popup } from './support/popup';
import { holds, profileBytes } from './support/profile-files';
import { sessionStorage } from './support/storage';
import { formFor, PASSWORD, signInAlice } from './support/story';

const CLIENT_SECRET = 'canary-client-secret-0123456789';
const TOTP_SECRET = 'KNSWG4TFOQQGC5LUNBSW45DJMNQXI33S';
const ANSWER = 'canary-answer-0123456789';

/** All that the extension's pages and its worker say from now on. */
function listen(extension: ChromiumExtension): string[] {
  const said: string[] = [];
  const note = (message: ConsoleMessage) => said.push(message.text());
  extension.context.on('console', note);
  extension.context.on('weberror', (error) => said.push(String(error.error())));
  for (const worker of extension.context.serviceWorkers()) worker.on('console', note);
  return said;
}

test('T4, T8, T16: no secret reaches the disk, synced storage, dynamic rules, the page, a URL or a log', async ({
  pool,
  extension,
  popup,
}) => {
  const said = listen(extension);
  const client = pool.addClient({ clientSecret: CLIENT_SECRET });
  pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.submitSignIn(formFor(pool, client, { 'Client secret': CLIENT_SECRET }));
  await popup.signedInAs('alice').waitFor();
  await popup.button('Refresh now').click();
  await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);

  const { session, disk, dynamicRules, sessionRules, refreshToken = '' } = await sessionStorage(extension);
  const jwts = session.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  const secrets = [PASSWORD, CLIENT_SECRET, refreshToken, ...jwts];
  expect(secrets.length).toBeGreaterThanOrEqual(5);
  // Positive controls: the places where they belong do hold them, and what is not secret is found on disk.
  expect(sessionRules).toContain('Bearer eyJ');
  expect(session).toContain(CLIENT_SECRET);
  await expect
    .poll(async () => holds(await profileBytes(extension.profileFolder), client.clientId))
    .toBe(true);

  const page = await pageText(popup);
  for (const whileIn of ['signed in', 'signed out']) {
    const onDisk = await profileBytes(extension.profileFolder);
    for (const secret of secrets) {
      expect(disk + dynamicRules + page + said.join('\n')).not.toContain(secret);
      expect(holds(onDisk, secret), `a secret on disk while ${whileIn}`).toBe(false);
    }
    if (whileIn === 'signed in') await popup.button('Sign out').click();
    await popup.button('Sign in').waitFor();
  }
});

/** The markup, and what stands in its fields. */
function pageText(popup: Popup): Promise<string> {
  return popup.page.evaluate(() => {
    const fields = [...document.querySelectorAll('textarea, input')] as HTMLInputElement[];
    return document.documentElement.outerHTML + location.href + fields.map(({ value }) => value).join('\n');
  });
}

test('T4, T8: nor does what the other ways in are given: authenticator secret, answer, device password, pasted tokens', async ({
  pool,
  extension,
  popup,
}) => {
  const said = listen(extension);
  const client = pool.addClient({ authFlows: [...FLOWS_ELSEWHERE, 'ALLOW_CUSTOM_AUTH'] });
  pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  pool.addUser({ username: 'bob', password: PASSWORD });
  pool.configure({ customChallenges: [{ publicParameters: {}, answer: ANSWER }], devices: 'always' });
  const secrets = [TOTP_SECRET, ANSWER];
  const expectSignedIn = async (username: string) => {
    await popup.signedInAs(username).waitFor();
    const page = await pageText(popup);
    for (const secret of secrets) expect(page).not.toContain(secret);
    await popup.button('Sign out').click();
    await popup.button('Sign in').waitFor();
  };

  await popup.submitSignIn({ ...formFor(pool, client), 'Authenticator secret': TOTP_SECRET });
  await popup.signedInAs('alice').waitFor();
  const { session } = await sessionStorage(extension);
  // The positive control: where they belong they are found.
  expect(session).toContain(TOTP_SECRET);
  const [, devicePassword = ''] = /"device":{[^}]*"password":"([^"]+)"/.exec(session) ?? [];
  expect(devicePassword).toHaveLength(44);
  secrets.push(devicePassword);
  await expectSignedIn('alice');

  await popup.submitSignIn({ 'Sign-in method': 'Custom challenge' });
  await popup.answer({ Answer: ANSWER });
  await expectSignedIn('alice');

  pool.configure({ devices: 'off' });
  const { refreshToken, idToken } = await signInElsewhere(pool, client, 'bob');
  secrets.push(refreshToken, idToken);
  await popup.submitSignIn({ 'Sign-in method': 'Refresh token', 'Refresh token': refreshToken });
  await expectSignedIn('bob');
  await popup.submitSignIn({ 'Sign-in method': 'Just a token', 'Token (JWT)': idToken });
  await expectSignedIn('bob');

  const { disk, dynamicRules } = await sessionStorage(extension);
  await expect
    .poll(async () => holds(await profileBytes(extension.profileFolder), client.clientId))
    .toBe(true);
  const onDisk = await profileBytes(extension.profileFolder);
  for (const secret of secrets) {
    expect(disk + dynamicRules + said.join('\n')).not.toContain(secret);
    expect(holds(onDisk, secret), 'a secret on disk').toBe(false);
  }
});

test('the token is in the page only while "Show token" is on', async ({ pool, popup }) => {
  await signInAlice(pool, popup);
  const shown = async () => /eyJ[\w-]+\./.test(await pageText(popup));
  expect(await shown()).toBe(false);
  await popup.button('Show token').click();
  await expect.poll(shown).toBe(true);
  await popup.button('Hide token').click();
  await expect.poll(shown).toBe(false);
});

test('T9: a web page cannot load the popup, nor talk to the background', async ({
  sites,
  extension,
  popup,
  tab,
}) => {
  await tab.goto(`https://api.example.com/page`);
  const popupUrl = `${extension.origin}/src/popup/popup.html`;
  const reached = await tab.evaluate(async (url) => {
    const fetched = await fetch(url).then(
      () => true,
      () => false,
    );
    return { fetched, canSend: typeof globalThis.chrome?.runtime?.sendMessage };
  }, popupUrl);
  expect(reached).toEqual({ fetched: false, canSend: 'undefined' });
  await tab.evaluate((url) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
  }, popupUrl);
  await expect.poll(() => tab.frames().some((frame) => frame.url().includes('chrome-error'))).toBe(true);
  expect(sites.requests.length).toBeGreaterThan(0);
  await expect(popup.button('Sign in')).toBeVisible();
});
