import { expect } from 'playwright/test';
import { EMPTY_FORM } from '../src/core/profile/profile-form';
import { test } from './support/fixtures';
import { Popup } from './support/popup';
import { API, PASSWORD, verifyIdToken } from './support/story';

test('after an update a profile of the first version on disk is there, and is stored as data from then on', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const { oauthScopes: _, ...form } = EMPTY_FORM;
  const typed = {
    ...{ ...form, scopes: '', userPoolId: pool.userPoolId, clientId: client.clientId },
    ...{ username: 'alice', apiHosts: API, allowedPages: 'https://app.example.com' },
  };
  const profile = { id: 'p1', slot: 3, attach: true, holdNavigations: false, isWanted: true, form: typed };
  const profiles = { version: 1, value: { activeId: 'p1', profiles: [profile] } };
  await popup.page.evaluate((stored) => chrome.storage.local.set(stored), { profiles });
  await extension.reload();

  const updated = await Popup.open(extension);
  await expect(updated.field('Username')).toHaveValue('alice');
  await expect(updated.field('Pages allowed to use the token')).toHaveValue('https://app.example.com');
  await updated.submitSignIn({ Password: PASSWORD });
  await updated.signedInAs('alice').waitFor();
  await tab.goto(`https://${API}/me`);
  await verifyIdToken(pool, client, sites.to(API, '/me')[0]?.authorization);

  const stored = await updated.page.evaluate(() => chrome.storage.local.get('profiles'));
  expect(stored).toEqual({
    profiles: {
      version: 2,
      value: {
        shownId: 'p1',
        profiles: [expect.objectContaining({ id: 'p1', slot: 3, holdNavigations: false })],
      },
    },
  });
});
