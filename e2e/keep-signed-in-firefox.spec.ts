import { expect } from 'playwright/test';
import { FirefoxPopup } from './support/firefox/firefox-popup';
import { test } from './support/firefox/fixtures';
import { holds, profileBytes } from './support/profile-files';
import { API, formFor, PASSWORD } from './support/story';

const GRANTED = [`https://${API}/*`, 'https://cognito-idp.eu-central-1.amazonaws.com/*'];
const PASSPHRASE = 'canary horse battery';

test('a user’s day in Firefox: kept with a passphrase, locked, unlocked at the hold page, ended, signed out', async ({
  firefox: { pool, sites, extension },
}) => {
  await extension.grant(GRANTED);
  pool.addUser({ username: 'alice', password: PASSWORD });
  const client = pool.addClient({ rotation: { retryGracePeriodSeconds: 0 } });
  const popup = await FirefoxPopup.open(extension);
  await popup.fill({
    ...formFor(pool, client),
    'Keep me signed in': 'On this device, with a passphrase',
    'New passphrase': PASSPHRASE,
    'Repeat passphrase': PASSPHRASE,
  });
  await popup.press('Sign in');
  await popup.waitForText('Signed in as alice');

  await popup.press('Lock');
  await popup.waitForButton('Unlock');
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/lunch`);
  await expect.poll(() => tab.url()).toContain('signing-in.html');
  expect(sites.to(API, '/lunch')).toEqual([]);
  await popup.fill({ Passphrase: PASSPHRASE });
  await popup.press('Unlock');
  await popup.waitForText('Signed in as alice');
  await expect.poll(() => tab.url()).toBe(`https://${API}/lunch`);
  expect(sites.to(API, '/lunch').map(({ authorization }) => authorization)).toEqual([
    expect.stringMatching(/^Bearer /),
  ]);
  await popup.press('Refresh now');
  await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken').length).toBe(2);
  const session = await extension.evaluate(async () => JSON.stringify(await chrome.storage.session.get()));
  const inMemory = session.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+|(?<="(?:dataKey|refreshToken)":")[^"]+/g) ?? [];
  expect(inMemory.length).toBeGreaterThanOrEqual(4);
  // The positive control: what is not secret is found there.
  await expect
    .poll(async () => holds(await profileBytes(extension.profileFolder), 'keepSignedIn'))
    .toBe(true);
  const onDisk = await profileBytes(extension.profileFolder);
  for (const canary of [PASSWORD, PASSPHRASE, ...inMemory]) expect(holds(onDisk, canary)).toBe(false);

  // What lies in memory ends with this, as with the browser.
  await popup.close();
  await extension.setEnabled(false);
  await extension.setEnabled(true);
  await expect.poll(() => extension.backgroundState()).not.toBeNull();
  const again = await FirefoxPopup.open(extension);
  await again.waitForText('Locked');
  await again.fill({ Passphrase: PASSPHRASE });
  await again.press('Unlock');
  await again.waitForText('Signed in as alice');
  await tab.goto(`https://${API}/evening`);
  expect(sites.to(API, '/evening').at(-1)?.authorization).toMatch(/^Bearer /);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);

  await again.press('Sign out');
  await again.waitForButton('Sign in');
  await expect.poll(() => pool.unrevokedFamilies()).toEqual([]);
  await tab.goto(`https://${API}/night`);
  expect(sites.to(API, '/night').at(-1)?.authorization).toBeUndefined();
});
