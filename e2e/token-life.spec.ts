import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, signInAlice, verifyIdToken } from './support/story';
import { DUE_SOON, firstTokens, LONG_LIVED, SHORT, secondOf } from './support/token-lives';

test('promise 2: the header outlives the worker, and the popup reopens signed in with no new sign-in', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await popup.page.close();
  await extension.killWorker();
  await tab.goto(`https://${API}/without-worker`);
  expect(sites.to(API, '/without-worker')[0]?.authorization).toMatch(/^Bearer /);

  const reopened = await popup.reopen();
  await reopened.signedInAs('alice').waitFor();
  await expect(reopened.page.getByRole('timer', { name: 'Expires in' })).toHaveText(/59|1 h/);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});

test('promise 2: a token is refreshed before it expires, by an alarm, and the new one is on the wire', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const client = await signInAlice(pool, popup, DUE_SOON);
  pool.changeClient(client.clientId, LONG_LIVED);
  await popup.page.close();
  await extension.killWorker();

  const refreshes = () => pool.callsOf('GetTokensFromRefreshToken');
  await expect.poll(refreshes).not.toHaveLength(0);
  const { givenMs, endMs } = firstTokens(pool);
  expect(refreshes()[0]?.atMs).toBeLessThan(endMs);
  const onTheWire = async () => {
    await tab.goto(`https://${API}/me`);
    return verifyIdToken(pool, client, sites.to(API, '/me').at(-1)?.authorization);
  };
  // The first ones were made long before they were given.
  await expect.poll(async () => (await onTheWire()).iat * 1000).toBeGreaterThanOrEqual(secondOf(givenMs));
  expect((await onTheWire())['cognito:username']).toBe('alice');
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});

test('a rotated refresh token is adopted: the refresh after the next works too', async ({
  pool,
  extension,
  popup,
}) => {
  await signInAlice(pool, popup, { rotation: { retryGracePeriodSeconds: 0 } });
  const before = await sessionStorage(extension);
  for (const count of [1, 2]) {
    await popup.button('Refresh now').click();
    await expect
      .poll(() => pool.callsOf('GetTokensFromRefreshToken').map(({ status }) => status))
      .toEqual(Array(count).fill(200));
    await expect(popup.button('Refresh now')).toBeEnabled();
  }
  const after = await sessionStorage(extension);
  expect(after.refreshToken).not.toBe(before.refreshToken);
  expect(pool.refreshTokenIsLive(after.refreshToken ?? '')).toBe(true);
});

test('promise 2: at exp without a fresh token the header is gone, and it comes back with the pool', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const { clientId } = await signInAlice(pool, popup);
  await tab.goto(`https://${API}/page`);
  const arrived = () => sites.requests.filter(({ path }) => path.startsWith('/later?'));
  const fetchOnce = async () => {
    await tab.evaluate(() => fetch(`/later?${Date.now()}`).then(() => null));
    return arrived().at(-1)?.authorization;
  };
  expect(await fetchOnce()).toMatch(/^Bearer /);
  pool.changeClient(clientId, { idTokenSeconds: 20, accessTokenSeconds: 20 });
  await popup.button('Refresh now').click();
  await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken')).not.toHaveLength(0);
  pool.failNext('serverError', 1000);
  await expect.poll(fetchOnce).toBeUndefined();
  for (const { authorization, path } of arrived()) {
    if (!authorization) continue;
    const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.exp * 1000).toBeGreaterThan(Number(path.split('?')[1]));
  }
  await expect(popup.signedInAs('alice')).toBeVisible();

  pool.changeClient(clientId, LONG_LIVED);
  pool.stopFailing();
  await popup.button('Refresh now').click();
  await expect.poll(fetchOnce).toMatch(/^Bearer /);
});

test('B: after a refresh that is refused for good the token is sent to its end, and the popup says so', async ({
  pool,
  popup,
  api,
}) => {
  await signInAlice(pool, popup);
  const before = await api.request();
  pool.revokeAllTokens('alice');
  await popup.button('Refresh now').click();
  await expect(popup.alert).toContainText(/sent until it ends.* sign in again/i);
  expect(before).toMatch(/^Bearer /);
  expect(await api.request()).toBe(before);
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  expect(await api.request()).toBeUndefined();
});

test('B: at the end of such a token the session lapses, and gives its refresh token back where the pool takes it', async ({
  pool,
  extension,
  popup,
  api,
}) => {
  await signInAlice(pool, popup, SHORT);
  const { refreshToken = '' } = await sessionStorage(extension);
  pool.disableUser('alice');
  await popup.button('Refresh now').click();
  await popup.signedInAs('alice').waitFor();
  expect(refreshToken).not.toBe('');
  expect(pool.refreshTokenIsLive(refreshToken)).toBe(true);
  await expect(popup.field('Password')).toBeFocused();
  await expect(popup.field('Username')).toHaveValue('alice');
  await expect(popup.alert).toContainText('disabled');
  expect(await api.request()).toBeUndefined();
  await expect.poll(() => pool.refreshTokenIsLive(refreshToken)).toBe(false);
});

test('a pool that changes its keys just after they were fetched is believed, once it was asked again', async ({
  pool,
  popup,
  api,
}) => {
  const client = await signInAlice(pool, popup);
  const before = await api.request();
  await pool.changeSigningKeys();
  await expect(verifyIdToken(pool, client, before)).rejects.toThrow();
  await popup.button('Refresh now').click();
  await expect.poll(() => api.request()).not.toBe(before);
  await verifyIdToken(pool, client, await api.request());
});

test('a reloaded extension does not go on sending a token that it no longer knows (zombie token)', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await tab.goto(`https://${API}/before`);
  expect(sites.to(API, '/before')[0]?.authorization).toMatch(/^Bearer /);
  // Chromium keeps session rules over this, while it clears the session storage.
  const own = await extension.openTab();
  await own.goto(`https://${API}/page`);
  await extension.reload();
  await expect
    .poll(async () => {
      // One that is under way while the extension goes may fail.
      await own.evaluate(() => fetch('/after').catch(() => undefined));
      const latest = sites.to(API, '/after').at(-1);
      return latest ? latest.authorization : 'nothing has arrived yet';
    })
    .toBeUndefined();
  const reopened = await popup.openAnother();
  await expect(reopened.button('Sign in')).toBeVisible();
  await expect(reopened.field('Username')).toHaveValue('alice');
});
