import { test as base, expect } from 'playwright/test';
import type { Environment, Tab } from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import { everyRequestSignIn, sendSignIn } from './support/every-request';
import type { RecordingSites } from './support/recording-sites';
import { askOfShown } from './support/requests';
import { API, PASSWORD, verifyIdToken } from './support/story';
import type { AppClient } from './user-pool/app-clients';

const test = base.extend<{ env: Environment }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures it needs from the pattern
  env: async ({}, use) => {
    // Every host, so that nothing but the rules keeps the token from a page.
    const env = await startEnvironment('firefox', ['https://*/*', 'http://*/*']);
    await use(env);
    await env.close();
  },
});

async function signIn({ pool, browser }: Environment): Promise<AppClient> {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const session = await browser.evaluateInExtension(sendSignIn, everyRequestSignIn(pool, client));
  expect(session).toMatchObject({ kind: 'signedIn', fetchesEveryRequest: true });
  return client;
}

const get = (url: string) => fetch(url, { mode: 'no-cors' }).then(() => null);
const getAtOnce = (url: string, count: number) =>
  Promise.all(Array.from({ length: count }, () => fetch(url))).then(() => null);
const sandboxedFetch = (url: string) => {
  const srcdoc = `<script>fetch(${JSON.stringify(url)})</script>`;
  const element = Object.assign(document.createElement('iframe'), { srcdoc });
  element.setAttribute('sandbox', 'allow-scripts');
  document.body.append(element);
};
const claimToBeMarked = (url: string) =>
  fetch(url, { headers: { Authorization: 'Bearer made-up' } }).then(() => null);

const bearersAt = (sites: RecordingSites, path: string) =>
  sites
    .to(API, path)
    .filter(({ method }) => method !== 'OPTIONS')
    .map(({ authorization }) => authorization);
const different = (bearers: readonly unknown[]) => new Set(bearers).size;

async function openPage({ browser }: Environment, host: string): Promise<Tab> {
  const tab = await browser.openTab();
  await tab.goto(`https://${host}/page`);
  return tab;
}

test('Firefox: twenty fetches at once and five navigations carry tokens of their own, each of them valid', async ({
  env,
}) => {
  const client = await signIn(env);
  const tab = await openPage(env, API);
  await tab.evaluate(getAtOnce, `https://${API}/own`, 20);
  for (let count = 0; count < 5; count++) await tab.goto(`https://${API}/me`);
  await tab.goto(`https://${API}/redirect?to=https://${API}/arrived`);
  const { sites, pool } = env;
  const bearers = ['/page', '/own', '/me', `/redirect?to=https://${API}/arrived`, '/arrived'].flatMap(
    (path) => bearersAt(sites, path),
  );
  expect(bearers).toHaveLength(28);
  expect(different(bearers)).toBe(28);
  for (const bearer of bearers) {
    expect((await verifyIdToken(pool, client, bearer))['cognito:username']).toBe('alice');
  }
});

test('Firefox: a foreign page, a sandboxed frame and a made-up header get no token, and cost none', async ({
  env,
}) => {
  const { pool, sites } = env;
  await signIn(env);
  const foreign = await openPage(env, 'evil.example.net');
  const own = await openPage(env, API);
  await foreign.evaluate(get, `https://${API}/foreign`);
  await foreign.evaluate(claimToBeMarked, `https://${API}/made-up`);
  for (const page of [foreign, own]) await page.evaluate(sandboxedFetch, `https://${API}/sandboxed`);
  await expect.poll(() => bearersAt(sites, '/sandboxed')).toHaveLength(2);
  expect(bearersAt(sites, '/foreign')).toEqual([undefined]);
  expect(bearersAt(sites, '/made-up')).toEqual(['Bearer made-up']);
  expect(bearersAt(sites, '/sandboxed')).toEqual([undefined, undefined]);
  await own.evaluate(get, `https://${API}/own`);
  expect(bearersAt(sites, '/own')).toEqual([expect.stringMatching(/^Bearer eyJ/)]);
  // The sign-in has brought the first token; each of the others is in some request.
  const sent = () => sites.requests.filter(({ authorization }) => authorization?.startsWith('Bearer eyJ'));
  await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken').length).toBe(sent().length - 1);
  expect(different(sent().map(({ authorization }) => authorization))).toBe(sent().length);
});

test('Firefox: where no token can be had a request goes without, and no mark of ours is sent', async ({
  env,
}) => {
  const { pool, sites, browser } = env;
  await signIn(env);
  const tab = await openPage(env, API);
  pool.failNext('drop', 1000);
  for (let count = 0; count < 3; count++) await tab.evaluate(get, `https://${API}/own`);
  expect(bearersAt(sites, '/own')).toEqual([undefined, undefined, undefined]);
  await tab.goto(`https://${API}/me`);
  await expect.poll(() => tab.url()).toContain('/src/signing-in/signing-in.html');
  expect(sites.to(API, '/me')).toHaveLength(0);
  pool.stopFailing();
  await browser.evaluateInExtension(askOfShown, { type: 'refreshNow' });
  await expect.poll(() => tab.url()).toBe(`https://${API}/me`);
  expect(bearersAt(sites, '/me')).toEqual([expect.stringMatching(/^Bearer eyJ/)]);
});

test('Firefox: a background that was ended by force sends no token twice, and is right when it is back', async ({
  env,
}) => {
  const { sites, browser } = env;
  await signIn(env);
  const tab = await openPage(env, API);
  await browser.killBackground();
  for (let count = 0; count < 3; count++) await tab.evaluate(get, `https://${API}/away`);
  for (const bearer of bearersAt(sites, '/away')) expect(bearer).not.toMatch(/eyJ/);
  // Opening a page of the extension starts it.
  await browser.evaluateInExtension(askOfShown, { type: 'getState' });
  await expect
    .poll(async () => {
      await tab.evaluate(get, `https://${API}/back`);
      return bearersAt(sites, '/back').at(-1);
    })
    .toMatch(/eyJ/);
  await tab.evaluate(getAtOnce, `https://${API}/own`, 5);
  const bearers = [...bearersAt(sites, '/page'), ...bearersAt(sites, '/own')];
  expect(different(bearers)).toBe(6);
  for (const bearer of bearers) expect(bearer).toMatch(/^Bearer eyJ/);
});
