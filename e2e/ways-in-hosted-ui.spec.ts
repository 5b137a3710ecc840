import { expect, type Page } from 'playwright/test';
import type { ChromiumExtension } from './support/chromium-extension';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { APP, APP_CALLBACK, browserCallback, signInAt } from './support/hosted-ui';
import { pageOpenedBy } from './support/opened-page';
import type { Popup } from './support/popup';
import { formBy, PASSWORD } from './support/story';

const ALICE = { username: 'alice', password: PASSWORD };
const CODE = { oauthFlows: ['code'], oauthScopes: ['openid', 'email'] } as const;

/** Presses "Sign in". @returns the page of the pool that opens */
function submit({ context }: ChromiumExtension, popup: Popup, values: Record<string, string>): Promise<Page> {
  return pageOpenedBy(context, () => popup.submitSignIn(values));
}

test('hosted UI: a window that is closed brings nothing; another application’s callback brings the token, and that application nothing', async ({
  extension,
  pool,
  sites,
  popup,
  api,
}) => {
  const client = pool.addClient({ ...CODE, callbackUrls: [APP_CALLBACK] });
  const user = pool.addUser(ALICE);
  const form = formBy('Hosted UI', pool, client, { 'Callback URL': APP_CALLBACK });
  await (await submit(extension, popup, form)).close();
  await expect(popup.alert).toContainText('closed');
  // Discovery has found it.
  await expect(popup.field('Hosted UI domain')).toHaveValue(pool.loginDomain);
  await expectNoToken(api);

  await signInAt(await submit(extension, popup, {}));
  await expectSignedIn(popup, api, { pool, client, user });
  expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
});

test('hosted UI: with the browser’s own callback, which the popup names', async ({
  extension,
  pool,
  popup,
  api,
}) => {
  const client = pool.addClient({ ...CODE, callbackUrls: [browserCallback(extension)] });
  const user = pool.addUser(ALICE);
  await popup.fill({ 'Sign-in method': 'Hosted UI' });
  await expect(popup.page.getByText(browserCallback(extension))).toBeVisible();
  await signInAt(await submit(extension, popup, formBy('Hosted UI', pool, client, {})));
  await expectSignedIn(popup, api, { pool, client, user });
});

test('hosted UI, implicit: another application’s callback is refused beside its field, the browser’s own works', async ({
  extension,
  pool,
  popup,
  api,
}) => {
  const client = pool.addClient({
    ...CODE,
    oauthFlows: ['implicit'],
    callbackUrls: [browserCallback(extension)],
  });
  const user = pool.addUser(ALICE);
  const form = formBy('Hosted UI (implicit, legacy)', pool, client, {});
  await popup.submitSignIn({ ...form, 'Callback URL': APP_CALLBACK });
  await expect(popup.alert).toContainText('implicit');
  await expect(popup.field('Callback URL')).toBeFocused();
  expect(pool.oauthCalls).toEqual([]);
  await signInAt(await submit(extension, popup, { 'Callback URL': '' }));
  await expectSignedIn(popup, api, { pool, client, user });
});
