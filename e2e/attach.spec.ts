import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import type { RecordedRequest, RecordingSites } from './support/recording-sites';
import { API, signInAlice } from './support/story';

const APP = 'app.example.com';
const FOREIGN = 'evil.example.net';

/** Makes a page send a request and waits until it has arrived. */
async function arrival(
  sites: RecordingSites,
  page: Page,
  send: (url: string) => unknown,
  url: string,
): Promise<RecordedRequest> {
  const { host, pathname } = new URL(url);
  await page.evaluate(send, url);
  const arrived = () => sites.to(host, pathname).filter(({ method }) => method !== 'OPTIONS');
  await expect.poll(arrived).not.toHaveLength(0);
  return arrived()[0] as RecordedRequest;
}

const get = (url: string) => void fetch(url, { mode: 'no-cors' });
const putJson = (url: string) =>
  void fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' }).catch(
    () => undefined,
  );
const frame = (url: string) => {
  document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
};
const sandboxedFetch = (url: string) => {
  const srcdoc = `<script>fetch(${JSON.stringify(url)})</script>`;
  const element = Object.assign(document.createElement('iframe'), { srcdoc });
  element.setAttribute('sandbox', 'allow-scripts');
  document.body.append(element);
};
const postForm = (url: string) => {
  const form = Object.assign(document.createElement('form'), { method: 'POST', action: url });
  document.body.append(form);
  form.submit();
};
const link = (url: string) => {
  location.href = url;
};

test("promise 3: the API's own pages and the allowed pages carry the token, preflights do not", async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup, {}, { 'Pages allowed to use the token': `https://${APP}` });
  const bearer = `Bearer ${await popup.copyToken()}`;
  await tab.goto(`https://${API}/page`);
  expect((await arrival(sites, tab, get, `https://${API}/own-get`)).authorization).toBe(bearer);
  expect((await arrival(sites, tab, putJson, `https://${API}/own-put`)).authorization).toBe(bearer);
  expect((await arrival(sites, tab, frame, `https://${API}/own-frame`)).authorization).toBe(bearer);

  await tab.goto(`https://${APP}/page`);
  expect((await arrival(sites, tab, get, `https://${API}/app-get`)).authorization).toBe(bearer);
  expect((await arrival(sites, tab, putJson, `https://${API}/app-put`)).authorization).toBe(bearer);
  const [preflight] = sites.to(API, '/app-put').filter(({ method }) => method === 'OPTIONS');
  expect(preflight).toMatchObject({ authorization: undefined });
  await tab.goto(`https://${APP}/page`);
  expect((await arrival(sites, tab, postForm, `https://${API}/app-form`)).authorization).toBe(bearer);
});

test('T1: a foreign page cannot make the browser send the token, except by a link that only reads', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const bearer = `Bearer ${await popup.copyToken()}`;
  await tab.goto(`https://${FOREIGN}/page`);
  const attempts = { get, putJson, frame, sandboxedFetch };
  for (const [name, send] of Object.entries(attempts)) {
    const { authorization } = await arrival(sites, tab, send, `https://${API}/foreign-${name}`);
    expect({ name, authorization }).toEqual({ name, authorization: undefined });
  }
  expect((await arrival(sites, tab, postForm, `https://${API}/foreign-form`)).authorization).toBeUndefined();

  // Like a SameSite=Lax cookie; also the positive control that the token was there to be had.
  await tab.goto(`https://${FOREIGN}/page`);
  expect((await arrival(sites, tab, link, `https://${API}/foreign-link`)).authorization).toBe(bearer);
});

test('T2: other hosts, sub-domains, look-alikes, plain http and other ports carry nothing', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const strangers = [
    'https://other.example.com/typed',
    'https://sub.api.example.com/typed',
    'https://api.example.com.evil.net/typed',
    'https://notapi.example.com/typed',
    'https://evil.example.net/api.example.com/typed',
    'https://evil.example.net/typed?https://api.example.com/',
    'http://api.example.com/typed',
    'https://api.example.com./typed',
    `https://api.example.com:${sites.httpsPort}/typed`,
  ];
  for (const url of strangers) {
    const count = sites.requests.length;
    await tab.goto(url);
    const arrived = sites.requests.slice(count).map(({ authorization }) => authorization);
    expect({ url, arrived }).toEqual({ url, arrived: arrived.map(() => undefined) });
    expect(arrived.length).toBeGreaterThan(0);
  }
  await tab.goto(`https://${API}/page`);
  expect(
    (await arrival(sites, tab, get, 'https://other.example.com/from-api')).authorization,
  ).toBeUndefined();
  expect(sites.to(API, '/page')[0]?.authorization).toMatch(/^Bearer /);
});

test('a redirect to another host leaves the token behind', async ({ pool, sites, popup, tab }) => {
  await signInAlice(pool, popup);
  await tab.goto(`https://${API}/redirect?to=https://other.example.com/landed`);
  expect(sites.to('other.example.com', '/landed').map(({ authorization }) => authorization)).toEqual([
    undefined,
  ]);
  expect(sites.requests.find(({ path }) => path.startsWith('/redirect'))?.authorization).toMatch(/^Bearer /);
});

test('API hosts on localhost work over http, with their port', async ({ pool, sites, popup, tab }) => {
  await signInAlice(pool, popup, {}, { 'API hosts': `localhost:${sites.httpPort}` });
  await tab.goto(`http://localhost:${sites.httpPort}/me`);
  expect(sites.to(`localhost:${sites.httpPort}`, '/me')[0]?.authorization).toMatch(/^Bearer /);
  await tab.goto('http://localhost/me');
  expect(sites.to('localhost', '/me')[0]?.authorization).toBeUndefined();
});

test('the switch takes the token off the requests and puts it back, without signing out', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await popup.attachSwitch.click();
  await expect(popup.attachSwitch).not.toBeChecked();
  // It shows its new state at once, and is enabled again when the rules are in place.
  await expect(popup.attachSwitch).toBeEnabled();
  await tab.goto(`https://${API}/off`);
  await popup.attachSwitch.click();
  await expect(popup.attachSwitch).toBeChecked();
  await expect(popup.attachSwitch).toBeEnabled();
  await tab.goto(`https://${API}/on`);
  expect(sites.to(API, '/off')[0]).toMatchObject({
    authorization: undefined,
    cacheControl: 'no-store, no-cache',
  });
  expect(sites.to(API, '/on')[0]?.authorization).toMatch(/^Bearer /);
  expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
});
