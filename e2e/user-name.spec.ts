import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { browserCallback } from './support/hosted-ui';
import { pageOpenedBy } from './support/opened-page';
import { API, formBy, formFor, PASSWORD, verifyIdToken } from './support/story';

const EMAIL = 'anna@example.com';

test('a user whose name in the pool is a UUID is called by the e-mail address, wherever the user is named', async ({
  pool,
  extension,
  popup,
  api,
}) => {
  const client = pool.addClient();
  const { sub, username } = pool.addUser({ email: EMAIL, password: 'Temporary-1', temporaryPassword: true });
  expect(username).toBe(sub);
  await popup.submitSignIn(formFor(pool, client, { Username: EMAIL, Password: 'Temporary-1' }));
  await expect(popup.page.getByText(`before ${EMAIL} can go on`)).toBeVisible();
  await popup.answer({ 'New password': PASSWORD });

  await expect(popup.signedInAs(EMAIL)).toHaveText(`Signed in as ${EMAIL}`);
  await expect(popup.signedInAs(EMAIL)).toHaveAttribute('title', sub);
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  await expect(settings.getByText(`${EMAIL} in user pool`)).toBeVisible();
  await settings.getByLabel('URL', { exact: true }).fill(`https://${API}/`);
  await settings.getByRole('button', { name: 'Check' }).click();
  await expect(settings.getByRole('status')).toContainText(`${EMAIL}’s token`);
  expect((await verifyIdToken(pool, client, await api.request()))['cognito:username']).toBe(sub);
});

test('a user of an identity provider is called by the e-mail address there, and by the provider', async ({
  extension,
  pool,
  popup,
}) => {
  const client = pool.addClient({
    ...{ callbackUrls: [browserCallback(extension)], identityProviders: ['Google'] },
    ...{ oauthFlows: ['code'], oauthScopes: ['openid', 'email'] },
  });
  const anna = { userId: '1815', name: 'Anna', email: EMAIL };
  pool.addIdentityProvider({ name: 'Google', type: 'Google', identifiers: [], people: [anna] });
  const form = formBy('Hosted UI', pool, client, { 'Identity provider': 'Google', Scopes: 'openid email' });
  const page = await pageOpenedBy(extension.context, () => popup.submitSignIn(form));
  await page.getByRole('button', { name: /Continue as Anna/ }).click();
  await expect(popup.signedInAs(EMAIL)).toHaveText(`Signed in as ${EMAIL} (Google)`);
  await expect(popup.signedInAs(EMAIL)).toHaveAttribute('title', 'Google_1815');
});

test('a name that is long, or looks like markup, stays within its line', async ({ pool, popup }) => {
  const name = `<img src=x>${'anna'.repeat(60)}`;
  const attributes = { preferred_username: name };
  pool.addUser({ email: EMAIL, password: PASSWORD, attributes });
  await popup.submitSignIn(formFor(pool, pool.addClient(), { Username: EMAIL }));
  await expect(popup.signedInAs('<img')).toHaveText(`Signed in as ${name}`);
  const size = await popup.signedInAs('<img').evaluate(({ clientWidth, clientHeight }) => ({
    clientHeight,
    isWithin: clientWidth < 380 && document.documentElement.scrollWidth <= 380,
  }));
  expect(size.isWithin).toBe(true);
  expect(size.clientHeight).toBeLessThan(30);
});
