import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, signInAlice } from './support/story';

test('sign-out takes the header off, empties the storage and revokes the refresh token', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const before = await sessionStorage(extension);
  await tab.goto(`https://${API}/before`);
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();

  await tab.goto(`https://${API}/after`);
  expect(sites.to(API, '/before')[0]?.authorization).toMatch(/^Bearer /);
  // The guard that keeps answers cached for alice from being shown stays.
  expect(sites.to(API, '/after')[0]).toMatchObject({
    authorization: undefined,
    cacheControl: 'no-store, no-cache',
  });
  await expect.poll(() => pool.refreshTokenIsLive(before.refreshToken ?? '')).toBe(false);
  await expect.poll(async () => (await sessionStorage(extension)).session).not.toContain('"eyJ');
  const after = await sessionStorage(extension);
  expect(after.refreshToken).toBeUndefined();
  expect(after.sessionRules).not.toContain('Bearer');
  expect(before.session).toContain('"eyJ');

  await expect(popup.field('Username')).toHaveValue('alice');
  await expect(popup.field('Password')).toHaveValue('');
});

test('sign-out works offline: the header goes at once, the pool is told when it can be reached', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const { refreshToken = '' } = await sessionStorage(extension);
  pool.failNext('drop', 1000);
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  await tab.goto(`https://${API}/after`);
  expect(sites.to(API, '/after')[0]?.authorization).toBeUndefined();
  expect(pool.refreshTokenIsLive(refreshToken)).toBe(true);

  pool.stopFailing();
  await expect.poll(() => pool.refreshTokenIsLive(refreshToken), { timeout: 30_000 }).toBe(false);
});

test('T3: a cacheable answer fetched as a user is not served after sign-out', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const api = `localhost:${sites.httpPort}`;
  await signInAlice(pool, popup, {}, { 'API hosts': api });
  const fetchFrom = async (host: string) => {
    await tab.goto(`http://${host}/page`);
    await tab.evaluate(async () => (await fetch('/cacheable')).text());
    return sites.to(host, '/cacheable').map(({ authorization }) => authorization);
  };
  await fetchFrom(api);
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  expect(await fetchFrom(api)).toEqual([expect.stringMatching(/^Bearer /), undefined]);

  // The positive control: a host that is not ours is served from the cache.
  await fetchFrom('other.example.com');
  expect(await fetchFrom('other.example.com')).toHaveLength(1);
});
