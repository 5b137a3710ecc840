import { expect } from 'playwright/test';
import { FirefoxPopup } from './support/firefox/firefox-popup';
import { type Firefox, test } from './support/firefox/fixtures';
import { API, formFor, PASSWORD } from './support/story';

const IDLE_TIMEOUT_MS = 2_000;
const LONG_MS = 3_600_000;

/** Signs alice in and answers Firefox's question with "Allow". */
async function signIn({ pool, extension }: Firefox): Promise<FirefoxPopup> {
  pool.addUser({ username: 'alice', password: PASSWORD });
  const popup = await FirefoxPopup.open(extension);
  await popup.fill(formFor(pool, pool.addClient()));
  await popup.press('Sign in');
  await extension.allowAccess();
  await popup.waitForText('Signed in as alice');
  return popup;
}

test('the shipped build asks for access to the API host, and "Allow" is all that it needs', async ({
  firefox,
}) => {
  await signIn(firefox);
  const { sites, extension } = firefox;
  const granted = await extension.evaluate(async () => (await chrome.permissions.getAll()).origins);
  expect(granted).toEqual([`https://${API}/*`]);
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

test('T24: access taken away is shown on the badge and in the popup, and one click repairs it', async ({
  firefox,
}) => {
  const popup = await signIn(firefox);
  const { sites, extension } = firefox;
  const badge = () => extension.evaluate(() => chrome.action.getBadgeText({}));
  await expect.poll(badge).toBe('✓');
  await extension.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), `https://${API}/*`);
  await expect.poll(badge).toBe('!');
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/without`);
  expect(sites.to(API, '/without').map(({ authorization }) => authorization)).toEqual([undefined]);

  await popup.press('Allow access');
  await extension.allowAccess();
  await expect.poll(badge).toBe('✓');
  await tab.goto(`https://${API}/with`);
  expect(sites.to(API, '/with')[0]?.authorization).toMatch(/^Bearer /);
});

test('Firefox suspends a background that is idle, the header stays, and the popup wakes it', async ({
  firefox,
}) => {
  const popup = await signIn(firefox);
  const { pool, sites, extension } = firefox;
  // It is heeded from the next start of the background on.
  await extension.setIdleTimeout(IDLE_TIMEOUT_MS);
  await extension.suspendBackground();
  await extension.evaluate(() =>
    chrome.runtime.sendMessage({ type: 'getState', profileId: null }).then(() => null),
  );
  await popup.close();
  await expect.poll(() => extension.backgroundState()).toBe('stopped');
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/me`);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
  expect(await extension.backgroundState()).toBe('stopped');

  await extension.setIdleTimeout(LONG_MS);
  await (await FirefoxPopup.open(extension)).waitForText('Signed in as alice');
  expect(await extension.backgroundState()).toBe('running');
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});
