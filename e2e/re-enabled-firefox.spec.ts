import { expect } from 'playwright/test';
import { FirefoxPopup } from './support/firefox/firefox-popup';
import { test } from './support/firefox/fixtures';
import { keepAsking } from './support/polling';
import { API, formFor, PASSWORD } from './support/story';

const GRANTED = [`https://${API}/*`, 'https://cognito-idp.eu-central-1.amazonaws.com/*'];

test('T6 in Firefox: an extension that was switched off and on again sends no token of the time before, not once', async ({
  firefox: { pool, sites, extension },
}) => {
  await extension.grant(GRANTED);
  pool.addUser({ username: 'alice', password: PASSWORD });
  const popup = await FirefoxPopup.open(extension);
  await popup.fill(formFor(pool, pool.addClient()));
  await popup.press('Sign in');
  await popup.waitForText('Signed in as alice');
  await popup.close();
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/page`);
  await keepAsking(tab);
  const asked = () => sites.requests.filter(({ path }) => path.startsWith('/asked?'));
  const bearerOfLast = () => asked().at(-1)?.authorization;
  await expect.poll(bearerOfLast).toMatch(/^Bearer /);

  await extension.setEnabled(false);
  await expect.poll(bearerOfLast).toBeUndefined();
  const { length } = asked();
  await extension.setEnabled(true);
  // It is there again, whether its background runs or sleeps.
  await expect.poll(() => extension.backgroundState()).not.toBeNull();
  const { length: lengthOn } = asked();
  await expect.poll(() => asked().length).toBeGreaterThan(lengthOn + 50);
  const after = asked().slice(length);
  expect(after.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});
