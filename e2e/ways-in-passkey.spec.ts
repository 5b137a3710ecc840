import { expect } from 'playwright/test';
import { textOf } from './support/catalogue';
import type { ChromiumExtension } from './support/chromium-extension';
import { expectProblemAt, expectProblemBelow } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { pageOpenedBy } from './support/opened-page';
import type { Popup } from './support/popup';
import { formBy, PASSWORD } from './support/story';
import { addVirtualAuthenticator, generatePasskey } from './support/virtual-authenticator';
import type { UserPool } from './user-pool/start-user-pool';

const METHOD = 'One-time code or passkey';
const RELYING_PARTY = 'example.com';

function poolWithAlice(pool: UserPool, origins: readonly string[]) {
  const client = pool.addClient({ authFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  const passkey = generatePasskey();
  pool.configure({ relyingParty: { id: RELYING_PARTY, origins } });
  pool.addPasskey('alice', passkey);
  return { pool, client, user, passkey };
}

/**
 * Presses "Continue" in the popup. The tab that it opens is kept empty at first: the page asks the browser as soon as it
 * is there, and an authenticator has to be there before. `show` has the tab show it.
 */
async function openPasskeyTab({ context }: ChromiumExtension, popup: Popup) {
  await popup.asked('Sign in with your passkey');
  await popup.page.evaluate(openTabsEmpty);
  const page = await pageOpenedBy(context, () => popup.button('Continue').click(), 'about:blank#');
  const addPasskey = await addVirtualAuthenticator(page);
  const [, url = ''] = page.url().split('#');
  expect(url).toMatch(/\/passkey\.html$/);
  return { page, addPasskey, show: () => page.goto(url) };
}

/** Runs in the popup. */
function openTabsEmpty(): void {
  const { create } = chrome.tabs;
  chrome.tabs.create = ({ url, ...properties }: chrome.tabs.CreateProperties) =>
    create({ ...properties, url: `about:blank#${url}` });
}

test('passkey, by choice: used where the browser shows it, after a try without one', async ({
  pool,
  extension,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool, [extension.origin]);
  await popup.submitSignIn(formBy(METHOD, pool, alice.client, { Username: 'alice' }));
  await popup.asked('How do you want to go on?');
  await popup.choose('Passkey');
  const { page, addPasskey, show } = await openPasskeyTab(extension, popup);
  await show();
  await expect(page.getByRole('alert')).toHaveText(textOf('authError_passkeyFailed'));
  await expectNoToken(api);

  await addPasskey(alice.passkey, RELYING_PARTY);
  const closed = page.waitForEvent('close');
  await page.getByRole('button', { name: 'Try again' }).click();
  await closed;
  await expectSignedIn(await popup.openAnother(), api, alice);
});

test('passkey, as the preferred factor: a pool that takes none from an extension says so', async ({
  pool,
  extension,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool, [`https://${RELYING_PARTY}`]);
  const form = formBy(METHOD, pool, alice.client, { Username: 'alice', 'First factor': 'Passkey' });
  await popup.submitSignIn(form);
  const { page, addPasskey, show } = await openPasskeyTab(extension, popup);
  await addPasskey(alice.passkey, RELYING_PARTY);
  await show();
  await expect(page.getByRole('alert')).toHaveText(textOf('authError_webAuthnOriginRefused'));
  await expectProblemBelow(await popup.openAnother(), 'authError_webAuthnOriginRefused');
  await expectNoToken(api);

  // The positive control: the same passkey, where the pool takes it.
  pool.configure({ relyingParty: { id: RELYING_PARTY, origins: [extension.origin] } });
  const again = await popup.openAnother();
  await again.button('Cancel').click();
  await again.button('Sign in').click();
  const second = await openPasskeyTab(extension, again);
  await second.addPasskey(alice.passkey, RELYING_PARTY);
  const closed = second.page.waitForEvent('close');
  // It is closed as soon as the pool has its answer, which may be before it has loaded.
  await Promise.all([closed, second.show().catch(() => undefined)]);
  await expectSignedIn(await popup.openAnother(), api, alice);
});

test('passkey: a pool that has no relying party is named as the reason', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool, []);
  pool.configure({ relyingParty: undefined });
  const form = formBy(METHOD, pool, alice.client, { Username: 'alice', 'First factor': 'Passkey' });
  await popup.submitSignIn(form);
  await expectProblemAt(popup, 'First factor', 'authError_webAuthnNotConfigured');
  await expectNoToken(api);
});
