import { test as base, expect } from 'playwright/test';
import type {
  BrowserName,
  BrowserUnderTest,
  Environment,
  PopupDriver,
  Tab,
} from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import type { RecordedRequest, RecordingSites } from './support/recording-sites';
import { API, formFor, PASSWORD, verifyIdToken } from './support/story';
import { DUE_SOON, firstTokens, LONG_LIVED, secondOf } from './support/token-lives';
import type { AppClient, AppClientSettings } from './user-pool/app-clients';

const APP = 'app.example.com';
const FOREIGN = 'evil.example.net';
// Every host, so that nothing but the rules keeps the token from a page.
const GRANTED = ['https://*/*', 'http://*/*'];
const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

const test = base.extend<{ target: BrowserName; env: Environment }>({
  target: ['chromium', { option: true }],
  env: async ({ target }, use) => {
    const env = await startEnvironment(target, GRANTED);
    await use(env);
    await env.close();
  },
});

/** Adds alice and an app client to the pool, and signs her in by the popup. */
async function signIn(
  { pool, browser }: Environment,
  settings: Partial<AppClientSettings> = {},
  values: Readonly<Record<string, string>> = {},
): Promise<{ client: AppClient; popup: PopupDriver }> {
  const client = pool.addClient(settings);
  pool.addUser({ username: 'alice', password: PASSWORD });
  const popup = await browser.openPopup();
  await popup.fill(formFor(pool, client, values));
  await popup.press('Sign in');
  await popup.waitForText('Signed in as alice');
  return { client, popup };
}

/** Makes a page send a request, and waits until it has arrived. */
async function arrival(
  sites: RecordingSites,
  tab: Tab,
  send: (url: string) => void,
  url: string,
): Promise<RecordedRequest> {
  const { host, pathname } = new URL(url);
  await tab.evaluate(send, url);
  const arrived = () => sites.to(host, pathname).filter(({ method }) => method !== 'OPTIONS');
  await expect.poll(arrived).not.toHaveLength(0);
  return arrived()[0] as RecordedRequest;
}

/** Types a URL. @returns what the latest request for it carried */
async function typed(sites: RecordingSites, tab: Tab, url: string): Promise<string | undefined> {
  const count = sites.requests.length;
  await tab.goto(url);
  const { host, pathname } = new URL(url);
  const request = sites.requests.slice(count).find((each) => each.host === host && each.path === pathname);
  if (!request) throw new Error(`${url} was not asked for`);
  return request.authorization;
}

async function refreshTokenOf(browser: BrowserUnderTest): Promise<string> {
  const stored = await browser.evaluateInExtension(async () =>
    JSON.stringify(await chrome.storage.session.get()),
  );
  return /"refreshToken":"([^"]+)"/.exec(stored)?.[1] ?? '';
}

const get = (url: string) => void fetch(url, { mode: 'no-cors' });
const put = (url: string) =>
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

for (const name of BROWSERS) {
  test.describe(name, () => {
    test.use({ target: name });

    test('SRP sign-in by the popup; a typed API URL and the API’s own page carry exactly the id_token', async ({
      env,
    }) => {
      const { pool, sites, browser } = env;
      const { client, popup } = await signIn(env);
      const tab = await browser.openTab();
      const authorization = await typed(sites, tab, `https://${API}/me`);
      const claims = await verifyIdToken(pool, client, authorization);
      expect(claims['cognito:username']).toBe('alice');
      expect(`Bearer ${await popup.copyToken()}`).toBe(authorization);

      await tab.goto(`https://${API}/page`);
      expect((await arrival(sites, tab, get, `https://${API}/own-get`)).authorization).toBe(authorization);
      expect((await arrival(sites, tab, put, `https://${API}/own-put`)).authorization).toBe(authorization);
      expect(pool.calls.map(({ operation }) => operation)).toEqual([
        'InitiateAuth',
        'RespondToAuthChallenge',
      ]);
      expect(pool.callsOf('InitiateAuth')[0]?.authFlow).toBe('USER_SRP_AUTH');
    });

    test('an allowed page’s requests carry the token, their preflights do not', async ({ env }) => {
      const { sites, browser } = env;
      const { popup } = await signIn(env, {}, { 'Pages allowed to use the token': `https://${APP}` });
      const bearer = `Bearer ${await popup.copyToken()}`;
      const tab = await browser.openTab();
      await tab.goto(`https://${APP}/page`);
      expect((await arrival(sites, tab, get, `https://${API}/app-get`)).authorization).toBe(bearer);
      expect((await arrival(sites, tab, put, `https://${API}/app-put`)).authorization).toBe(bearer);
      const [preflight] = sites.to(API, '/app-put').filter(({ method }) => method === 'OPTIONS');
      expect(preflight).toMatchObject({ authorization: undefined });
    });

    test('a foreign page’s fetch, frame, sandboxed frame and form POST carry nothing', async ({ env }) => {
      const { sites, browser } = env;
      await signIn(env);
      const tab = await browser.openTab();
      await tab.goto(`https://${FOREIGN}/page`);
      for (const [way, send] of Object.entries({ get, put, frame, sandboxedFetch, postForm })) {
        const { authorization } = await arrival(sites, tab, send, `https://${API}/foreign-${way}`);
        expect({ way, authorization }).toEqual({ way, authorization: undefined });
      }
      // Like a SameSite=Lax cookie; also the positive control that the token was there to be had.
      await tab.goto(`https://${FOREIGN}/page`);
      const linked = await arrival(sites, tab, link, `https://${API}/foreign-link`);
      expect(linked.authorization).toMatch(/^Bearer /);
    });

    test('another host, a sub-domain, plain http, a trailing dot and another port carry nothing', async ({
      env,
    }) => {
      const { sites, browser } = env;
      await signIn(env);
      const tab = await browser.openTab();
      const strangers = [
        'https://other.example.com/typed',
        `https://sub.${API}/typed`,
        `https://${API}.evil.net/typed`,
        `http://${API}/typed`,
        `https://${API}./typed`,
        `https://${API}:${sites.httpsPort}/typed`,
      ];
      for (const url of strangers) {
        expect({ url, sent: await typed(sites, tab, url) }).toEqual({ url, sent: undefined });
      }
      expect(await typed(sites, tab, `https://${API}/typed`)).toMatch(/^Bearer /);
    });

    test('a wrong password gives an alert, no token and no second attempt', async ({ env }) => {
      const { pool, sites, browser } = env;
      const client = pool.addClient();
      pool.addUser({ username: 'alice', password: PASSWORD });
      const popup = await browser.openPopup();
      await popup.fill(formFor(pool, client, { Password: 'Wr0ng-horse!' }));
      await popup.press('Sign in');
      expect(await popup.alertText()).toContain('password');
      expect(await popup.fieldValue('Username')).toBe('alice');
      const tab = await browser.openTab();
      await tab.goto(`https://${APP}/page`);
      const request = await arrival(sites, tab, get, `https://${API}/me`);
      expect(request.authorization).toBeUndefined();
      expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
    });

    test('an SMS code may be typed into a popup that was closed, with the background gone meanwhile', async ({
      env,
    }) => {
      const { pool, sites, browser } = env;
      const client = pool.addClient();
      pool.addUser({ username: 'alice', password: PASSWORD, mfa: { sms: '+4915112345678' } });
      const popup = await browser.openPopup();
      await popup.fill(formFor(pool, client));
      await popup.press('Sign in');
      await popup.waitForButton('Continue');
      await popup.close();
      await browser.killBackground();

      const reopened = await browser.openPopup();
      await reopened.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
      await reopened.press('Continue');
      await reopened.waitForText('Signed in as alice');
      expect(await typed(sites, await browser.openTab(), `https://${API}/me`)).toMatch(/^Bearer /);
      expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
    });

    test('the header outlives the background, and the popup reopens signed in', async ({ env }) => {
      const { pool, sites, browser } = env;
      const { popup } = await signIn(env);
      await popup.close();
      await browser.killBackground();
      expect(await typed(sites, await browser.openTab(), `https://${API}/me`)).toMatch(/^Bearer /);
      await (await browser.openPopup()).waitForText('Signed in as alice');
      expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
    });

    test('a token is refreshed before it ends, and the new one is on the wire', async ({ env }) => {
      const { pool, sites, browser } = env;
      const { client, popup } = await signIn(env, DUE_SOON);
      pool.changeClient(client.clientId, LONG_LIVED);
      await popup.close();
      await browser.killBackground();
      const refreshes = () => pool.callsOf('GetTokensFromRefreshToken');
      await expect.poll(refreshes).not.toHaveLength(0);
      const { givenMs, endMs } = firstTokens(pool);
      expect(refreshes()[0]?.atMs).toBeLessThan(endMs);
      const tab = await browser.openTab();
      const onTheWire = async () => verifyIdToken(pool, client, await typed(sites, tab, `https://${API}/me`));
      // The first ones were made long before they were given.
      await expect.poll(async () => (await onTheWire()).iat * 1000).toBeGreaterThanOrEqual(secondOf(givenMs));
      expect(pool.callsOf('InitiateAuth')).toHaveLength(1);
    });

    test('sign-out takes the header off and revokes the refresh token', async ({ env }) => {
      const { pool, sites, browser } = env;
      const { popup } = await signIn(env);
      const tab = await browser.openTab();
      const refreshToken = await refreshTokenOf(browser);
      expect(pool.refreshTokenIsLive(refreshToken)).toBe(true);
      expect(await typed(sites, tab, `https://${API}/me`)).toMatch(/^Bearer /);
      await popup.press('Sign out');
      await popup.waitForButton('Sign in');
      expect(await typed(sites, tab, `https://${API}/me`)).toBeUndefined();
      await expect.poll(() => pool.refreshTokenIsLive(refreshToken)).toBe(false);
    });
  });
}
