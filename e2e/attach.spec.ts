import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { API, signInAlice } from './support/story';

// Who may make the browser send the token, and where to, is held by main-job.spec.ts and the leak matrix.

test('API hosts on localhost work over http, with their port', async ({ pool, sites, popup, tab }) => {
  await signInAlice(pool, popup, {}, { 'API hosts': `localhost:${sites.httpPort}` });
  await tab.goto(`http://localhost:${sites.httpPort}/me`);
  expect(sites.to(`localhost:${sites.httpPort}`, '/me')[0]?.authorization).toMatch(/^Bearer /);
  await tab.goto('http://localhost/me');
  expect(sites.to('localhost', '/me')[0]?.authorization).toBeUndefined();
});

test('the switch takes the token off the requests and puts it back, without signing out', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await popup.attachSwitch.click();
  await expect(popup.attachSwitch).not.toBeChecked();
  // It shows its new state at once, and is enabled again when the rules are in place.
  await expect(popup.attachSwitch).toBeEnabled();
  await tab.goto(`https://${API}/off`);
  await popup.attachSwitch.click();
  await expect(popup.attachSwitch).toBeChecked();
  await expect(popup.attachSwitch).toBeEnabled();
  await tab.goto(`https://${API}/on`);
  expect(sites.to(API, '/off')[0]).toMatchObject({
    authorization: undefined,
    cacheControl: 'no-store, no-cache',
  });
  expect(sites.to(API, '/on')[0]?.authorization).toMatch(/^Bearer /);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});
