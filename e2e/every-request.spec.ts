import { expect, type Page } from 'playwright/test';
import {
  arriveAt,
  everyRequestSignIn,
  openHeld,
  sendSignIn,
  signInForEveryRequest,
} from './support/every-request';
import { test } from './support/fixtures';
import type { Popup } from './support/popup';
import type { RecordingSites } from './support/recording-sites';
import { askOfShown } from './support/requests';
import { API, PASSWORD, verifyIdToken } from './support/story';
import type { UserPool } from './user-pool/start-user-pool';

const ME = `https://${API}/me`;
const PAGE = `https://${API}/page`;

const bearersAt = (sites: RecordingSites, path: string) =>
  sites.to(API, path).map(({ authorization }) => authorization);
const renewals = (pool: UserPool) => pool.callsOf('GetTokensFromRefreshToken').length;
const different = (bearers: readonly unknown[]) => new Set(bearers).size;

/** Fetches from a page. @returns once the background has fetched another token, if the request had one */
const get = (tab: Page, url: string) =>
  tab.evaluate((to) => fetch(to, { mode: 'no-cors' }).then(() => null), url);

test('twenty navigations carry twenty tokens, each of them valid', async ({ pool, sites, popup, tab }) => {
  const client = await signInForEveryRequest(pool, popup);
  for (let count = 1; count <= 20; count++) {
    await openHeld(tab, ME);
    await expect.poll(() => sites.to(API, '/me')).toHaveLength(count);
    // Until then the same URL in the same tab would go on that one.
    await passesAreSpent(popup);
  }
  const bearers = bearersAt(sites, '/me');
  expect(different(bearers)).toBe(20);
  for (const bearer of bearers) {
    expect((await verifyIdToken(pool, client, bearer))['cognito:username']).toBe('alice');
  }
});

test('a reload, a link, going back, a fragment and a long query get a token each, too', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInForEveryRequest(pool, popup);
  await openHeld(tab, `${PAGE}?first`);
  await passesAreSpent(popup);
  await tab.reload();
  await expect.poll(() => navigations(sites)).toHaveLength(2);
  await arriveAt(tab, `${PAGE}?first`);
  await tab.evaluate((url) => {
    location.href = url;
  }, `${PAGE}?linked`);
  await arriveAt(tab, `${PAGE}?linked`);
  await openHeld(tab, `${PAGE}?${'long=1&'.repeat(1_000)}`);
  await openHeld(tab, `${PAGE}?part#part`);
  await openHeld(tab, `${PAGE}?a=%20*x*&|b^c|`);
  expect(navigations(sites)).toHaveLength(6);
  await passesAreSpent(popup);
  await tab.goBack();
  await arriveAt(tab, `${PAGE}?part#part`);
  const bearers = navigations(sites);
  for (const bearer of bearers) expect(bearer).toMatch(/^Bearer eyJ/);
  expect(different(bearers)).toBe(bearers.length);
});

test('each hop of a redirect within the API host gets a token of its own', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInForEveryRequest(pool, popup);
  await tab.goto(`https://${API}/redirect?to=${ME}`).catch(() => undefined);
  await expect.poll(() => tab.url()).toBe(ME);
  const bearers = navigations(sites);
  expect(bearers).toHaveLength(2);
  for (const bearer of bearers) expect(bearer).toMatch(/^Bearer eyJ/);
  expect(different(bearers)).toBe(2);
});

test('navigations at the same time carry different tokens', async ({ pool, sites, extension, popup }) => {
  await signInForEveryRequest(pool, popup);
  const tabs = await Promise.all([1, 2, 3, 4].map(() => extension.openTab()));
  await Promise.all(tabs.map((tab) => openHeld(tab, ME)));
  expect(different(bearersAt(sites, '/me'))).toBe(4);
  expect(bearersAt(sites, '/me')).not.toContain(undefined);
});

test('fetches one after the other carry different tokens; those of a foreign page carry none and cost none', async ({
  pool,
  sites,
  popup,
  extension,
  tab,
}) => {
  await signInForEveryRequest(pool, popup);
  await openHeld(tab, PAGE);
  const foreign = await extension.openTab();
  await foreign.goto('https://evil.example.net/page');
  await settle(sites, popup, tab);
  const before = renewals(pool);
  for (let count = 0; count < 5; count++) await get(foreign, `https://${API}/foreign`);
  // The positive control also shows that the foreign ones have been dealt with by now: events come in order.
  for (let count = 1; count <= 5; count++) {
    await get(tab, `https://${API}/own`);
    await expect.poll(() => renewals(pool)).toBe(before + count);
    await expect.poll(() => sharedBearer(popup)).not.toBe(bearersAt(sites, '/own').at(-1));
  }
  expect(bearersAt(sites, '/foreign')).toEqual(Array(5).fill(undefined));
  expect(different(bearersAt(sites, '/own'))).toBe(5);
  expect(bearersAt(sites, '/own')).not.toContain(undefined);
  expect(bearersAt(sites, '/own')).not.toContain(bearersAt(sites, '/page')[0]);
});

test('what a worker that was killed has not seen costs a new token, not an old one', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInForEveryRequest(pool, popup);
  await openHeld(tab, PAGE);
  for (let count = 1; count <= 3; count++) {
    await extension.killWorker();
    await get(tab, `https://${API}/own`);
    await expect.poll(() => sharedBearer(popup)).not.toBe(bearersAt(sites, '/own').at(-1));
  }
  await extension.killWorker();
  await openHeld(tab, ME);
  const bearers = [...bearersAt(sites, '/own'), ...bearersAt(sites, '/me')];
  expect(bearers).toHaveLength(4);
  expect(different(bearers)).toBe(4);
  expect(bearers).not.toContain(undefined);
});

test('where no token can be had a navigation is held, a fetch goes without, and neither carries an old one', async ({
  pool,
  sites,
  popup,
  tab,
  extension,
}) => {
  await signInForEveryRequest(pool, popup);
  await openHeld(tab, PAGE);
  await settle(sites, popup, tab);
  pool.failNext('drop', 1000);
  await get(tab, `https://${API}/own`);
  await expect.poll(() => sharedBearer(popup)).toBeUndefined();
  await get(tab, `https://${API}/own`);
  expect(bearersAt(sites, '/own')).toEqual([expect.stringMatching(/^Bearer /), undefined]);
  const other = await extension.openTab();
  await other.goto(ME).catch(() => undefined);
  await expect(other.getByRole('status')).toContainText('cannot be reached');
  expect(sites.to(API, '/me')).toHaveLength(0);

  pool.stopFailing();
  await popup.page.evaluate(askOfShown, { type: 'refreshNow' });
  await expect.poll(() => other.url()).toBe(ME);
  expect(bearersAt(sites, '/me')).toEqual([expect.stringMatching(/^Bearer /)]);
  await expect.poll(() => sharedBearer(popup)).toBeDefined();
  // The browser asks for an icon by itself, beside our own fetch: these two may share a token.
  const all = ['/page', '/own', '/me']
    .flatMap((path) => bearersAt(sites, path))
    .filter((bearer) => bearer !== undefined);
  expect(different(all)).toBe(all.length);
});

test('a worker of somebody without this mode is not woken by requests', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const signInAs = (fetchMode: 'whenExpired' | 'everyRequest') =>
    popup.page.evaluate(sendSignIn, everyRequestSignIn(pool, client, { fetchMode }));
  await signInAs('everyRequest');
  await signInAs('whenExpired');
  await tab.goto(PAGE);
  await extension.killWorker();
  await get(tab, `https://${API}/own`);
  expect(sites.to(API, '/own')).toHaveLength(1);
  // There is none to kill.
  await expect(extension.killWorker()).rejects.toThrow('was not running');
});

/** What the navigations to the API host carried, without what its pages ask for, such as their icon. */
function navigations(sites: RecordingSites): readonly (string | undefined)[] {
  return sites.requests
    .filter(({ host, headers }) => host === API && headers['sec-fetch-dest'] === 'document')
    .map(({ authorization }) => authorization);
}

/**
 * Waits until no navigation has a pass any more. A reload, and going back, are to the browser what the hold page did: on
 * a pass that is still there they would go again, with the same token.
 */
async function passesAreSpent(popup: Popup): Promise<void> {
  const passes = () =>
    popup.page.evaluate(async () => {
      const rules = await chrome.declarativeNetRequest.getSessionRules();
      return rules.filter(({ condition }) => condition.tabIds).length;
    });
  await expect.poll(passes).toBe(0);
}

/** Fetches once, and waits until the token that it took is replaced: what came before has been dealt with, too. */
async function settle(sites: RecordingSites, popup: Popup, tab: Page): Promise<void> {
  await get(tab, `https://${API}/before`);
  await expect.poll(() => sharedBearer(popup)).not.toBe(bearersAt(sites, '/before').at(-1));
}

/** The header that requests of the API's own pages are sent with now. */
function sharedBearer(popup: Popup): Promise<string | undefined> {
  return popup.page.evaluate(async () => {
    const rules = await chrome.declarativeNetRequest.getSessionRules();
    const own = rules.find(({ condition }) => condition.initiatorDomains);
    return own?.action.requestHeaders?.find(({ header }) => header === 'authorization')?.value;
  });
}
