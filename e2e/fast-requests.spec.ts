import { expect } from 'playwright/test';
import { openHeld, signInForEveryRequest } from './support/every-request';
import { test } from './support/fixtures';
import { keepAsking } from './support/polling';
import { API } from './support/story';

test('a page in a loop does not have the pool asked more than it should be: its requests share the last token', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInForEveryRequest(pool, popup);
  await openHeld(tab, `https://${API}/page`);
  const startMs = Date.now();
  await keepAsking(tab);
  await expect(popup.page.getByText(/^Requests came faster than one token a second/)).toBeVisible();
  const asked = () => sites.requests.filter(({ path }) => path.startsWith('/asked?'));
  const { length } = asked();
  await expect.poll(() => asked().length).toBeGreaterThan(length + 100);
  expect(pool.callsOf('GetTokensFromRefreshToken').length).toBeLessThanOrEqual(
    61 + (Date.now() - startMs) / 1_000,
  );
  for (const { authorization } of asked()) expect(authorization).toMatch(/^Bearer /);
});
