import { expect, test } from 'playwright/test';
import type { BrowserName, Environment, Tab } from './support/browser-under-test';
import { answerWithCookies, COOKIES_PATH, cookiesOf } from './support/cookie-site';
import { startEnvironment } from './support/environment';
import { API, formFor, PASSWORD } from './support/story';
import { waitUntil } from './support/wait-until';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const FOREIGN_PAGE = 'https://evil.example.net/page';

// These run in a page, as text.

// A little later, so that the driver's answer goes before the page leaves: where it does not, Firefox at times stays.
const linkTo = (url: string) => {
  const link = Object.assign(document.createElement('a'), { href: url, rel: 'noreferrer' });
  document.body.append(link);
  setTimeout(() => link.click(), 30);
};

const holdPageUrl = () => chrome.runtime.getURL('src/signing-in/signing-in.html?to=');

async function headersFrom({ sites }: Environment, tab: Tab, path: string, url: string) {
  await tab.goto(FOREIGN_PAGE);
  // The page may be gone before it can answer.
  await tab.evaluate(linkTo, url).catch(() => undefined);
  return (await waitUntil(path, () => sites.to(API, path)[0])).headers;
}

for (const name of BROWSERS) {
  test.describe(name, () => {
    let env: Environment;
    test.beforeAll(async () => {
      env = await startEnvironment(name, [`https://${API}/*`]);
    });
    test.afterAll(() => env?.close());

    test('T9: what a page sends to the API by way of the hold page is what a link to the API sends', async () => {
      const { pool, sites, browser } = env;
      sites.answerBy(answerWithCookies);
      pool.addUser({ username: 'alice', password: PASSWORD });
      const popup = await browser.openPopup();
      await popup.fill(formFor(pool, pool.addClient()));
      await popup.press('Sign in');
      await popup.waitForText('Signed in as alice');
      const holdPage = await browser.evaluateInExtension(holdPageUrl);
      const tab = await browser.openTab();
      await tab.goto(`https://${API}${COOKIES_PATH}`);
      await tab.goto(`https://${API}/own`);
      const own = await waitUntil('the own request', () => sites.to(API, '/own')[0]);
      // The control: there is a cookie that a foreign page must not bring along.
      expect(cookiesOf(own.headers)).toEqual(['Lax', 'None', 'Strict']);

      const linked = await headersFrom(env, tab, '/linked', `https://${API}/linked`);
      const held = await headersFrom(env, tab, '/held', `${holdPage}https://${API}/held`);
      expect(cookiesOf(linked)).toEqual(['Lax', 'None']);
      // The click that Chromium tells of was not one on the hold page: less than a link.
      expect(held).toEqual({ ...linked, 'sec-fetch-user': held['sec-fetch-user'] });
      expect(held.authorization).toMatch(/^Bearer /);
      expect(held['sec-fetch-site']).toBe('cross-site');
    });
  });
}
