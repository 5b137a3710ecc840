import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import { keepAsking } from './support/polling';
import type { RecordingSites } from './support/recording-sites';
import { API, signInAlice } from './support/story';

const PAGE = 'https://app.example.com';
const asked = (sites: RecordingSites) => sites.requests.filter(({ path }) => path.startsWith('/asked?'));
const bearerOfLast = (sites: RecordingSites) => asked(sites).at(-1)?.authorization;

/** Runs in `chrome://extensions`, as the switch that is shown there does. */
async function setEnabled(manager: Page, origin: string, isEnabled: boolean): Promise<void> {
  const call = { id: new URL(origin).host, isEnabled };
  await manager.evaluate((to) => chrome.management.setEnabled(to.id, to.isEnabled), call);
}

test('T6: an extension that was switched off and on again takes a token off that it no longer knows, unasked', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await popup.page.close();
  await tab.goto(`https://${API}/page`);
  await keepAsking(tab);
  await expect.poll(() => bearerOfLast(sites)).toMatch(/^Bearer /);
  const manager = await extension.openTab();
  await manager.goto('chrome://extensions');

  await setEnabled(manager, extension.origin, false);
  await expect.poll(() => bearerOfLast(sites)).toBeUndefined();
  await setEnabled(manager, extension.origin, true);
  // Nobody opens the popup: the browser starts the worker anew, and that is enough.
  const rules = () =>
    extension.context
      .serviceWorkers()[0]
      ?.evaluate(async () => JSON.stringify(await chrome.declarativeNetRequest.getSessionRules()));
  await expect.poll(() => rules()?.catch(() => undefined)).toMatch(/^(?!.*Bearer )/);
  const { length } = asked(sites);
  await expect.poll(() => asked(sites).length).toBeGreaterThan(length + 20);
  const later = asked(sites).slice(length + 1);
  expect(later.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

test('T6: no request after the start of the browser carries a token of the time before', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  // A page of the API itself would wait for a token, on the hold page.
  await signInAlice(pool, popup, {}, { 'Pages allowed to use the token': PAGE });
  await tab.goto(`${PAGE}/page`);
  await keepAsking(tab);
  await expect.poll(() => bearerOfLast(sites)).toMatch(/^Bearer /);
  const next = await extension.restart();
  const { length } = asked(sites);
  try {
    const again = await next.openTab();
    await again.goto(`${PAGE}/page`);
    await keepAsking(again);
    await expect.poll(() => asked(sites).length).toBeGreaterThan(length + 50);
    const after = asked(sites).slice(length);
    expect(after.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  } finally {
    await next.close();
  }
});
