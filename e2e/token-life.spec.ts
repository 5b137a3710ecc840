import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, signInAlice, verifyIdToken } from './support/story';

// Short enough to see several lives, long enough for a slow machine.
const SHORT = { idTokenSeconds: 16, accessTokenSeconds: 16 };

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

test('promise 2: a short-lived token is refreshed before it expires, by an alarm, and the new one is on the wire', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const client = await signInAlice(pool, popup, SHORT);
  await tab.goto(`https://${API}/first`);
  await popup.page.close();
  await extension.killWorker();

  await expect
    .poll(() => pool.callsOf('GetTokensFromRefreshToken').length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  const first = await verifyIdToken(pool, client, sites.to(API, '/first')[0]?.authorization);
  expect(pool.callsOf('GetTokensFromRefreshToken')[0]?.atMs).toBeLessThan(first.exp * 1000);
  await expect
    .poll(async () => {
      await tab.goto(`https://${API}/second`);
      return sites.to(API, '/second').at(-1)?.authorization;
    })
    .not.toBe(sites.to(API, '/first')[0]?.authorization);
  const second = await verifyIdToken(pool, client, sites.to(API, '/second').at(-1)?.authorization);
  expect(second.iat).toBeGreaterThan(first.iat);
  expect(second.sub).toBe(first.sub);
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
  await signInAlice(pool, popup, SHORT);
  await tab.goto(`https://${API}/page`);
  const fetchOnce = async () => {
    await tab.evaluate(() => fetch('/later'));
    return sites.to(API, '/later').at(-1)?.authorization;
  };
  expect(await fetchOnce()).toMatch(/^Bearer /);
  pool.failNext('serverError', 1000);
  await expect.poll(fetchOnce, { timeout: 30_000 }).toBeUndefined();
  for (const { authorization = '', atMs } of sites.to(API, '/later').slice(0, -1)) {
    const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.exp * 1000).toBeGreaterThan(atMs);
  }
  await expect(popup.signedInAs('alice')).toBeVisible();

  pool.stopFailing();
  await popup.button('Refresh now').click();
  await expect.poll(fetchOnce).toMatch(/^Bearer /);
});

test('a refresh refused for good lapses the session: no header, and the popup says to sign in again', async ({
  pool,
  popup,
  api,
}) => {
  await signInAlice(pool, popup);
  expect(await api.request()).toMatch(/^Bearer /);
  pool.revokeAllTokens('alice');
  await popup.button('Refresh now').click();
  await expect(popup.alert).toContainText(/sign in again/i);
  await expect(popup.field('Password')).toBeFocused();
  await expect(popup.field('Username')).toHaveValue('alice');
  expect(await api.request()).toBeUndefined();
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
  const own = await extension.context.newPage();
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
