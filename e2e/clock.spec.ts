import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { keepAsking, tokenEndMs } from './support/polling';
import { API, signInAlice } from './support/story';

const BOUND_MS = 30_000;
/** Tokens that end before their refresh could be tried again. */
const SHORT = { idTokenSeconds: 25, accessTokenSeconds: 25 };

test('T12: an ended token is taken off by the alarm that repeats, where the worker was killed at the other one', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup, SHORT);
  pool.failNext('serverError', 1000);
  const own = await extension.openPopup();
  await popup.page.close();
  await tab.goto(`https://${API}/page`);
  await keepAsking(tab);
  const arrived = () => sites.requests.filter(({ path }) => path.startsWith('/asked?'));
  const last = () => arrived().at(-1);
  await expect.poll(() => last()?.authorization).toMatch(/^Bearer /);

  // The browser has fired the alarm that goes off once, and the worker died before it could set the next one.
  await expect
    .poll(async () => {
      await own.evaluate(() => chrome.alarms.clear('wake'));
      await extension.killWorker().catch(() => undefined);
      return Date.now() > (tokenEndMs(last()?.authorization) ?? Number.POSITIVE_INFINITY) - 3_000;
    })
    .toBe(true);
  const [endMs = 0] = arrived().flatMap(({ authorization }) => tokenEndMs(authorization) ?? []);
  await expect.poll(() => last()?.authorization).toBeUndefined();
  const late = arrived().filter(({ authorization, atMs }) => authorization && atMs >= endMs);
  // Nothing but the alarm that repeats has come to its help: it was late, and in time.
  expect(late.length).toBeGreaterThan(0);
  expect(Math.max(...late.map(({ atMs }) => atMs)) - endMs).toBeLessThan(BOUND_MS);
});
