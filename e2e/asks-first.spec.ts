import { expect, test } from 'playwright/test';
import { chooseToAsk } from './matrix/choices';
import { ALLOWED, CLICKED, FOREIGN } from './matrix/hosts';
import type { BrowserName, Environment, Tab } from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import type { RecordingSites } from './support/recording-sites';
import { API, formFor, PASSWORD } from './support/story';
import { waitUntil } from './support/wait-until';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const HOLD_PAGE = '/src/signing-in/signing-in.html';
const at = (path: string) => `https://${API}${path}`;

// These run in a page, as text.

const goTo = (url: string) => {
  location.href = url;
};

const postTo = (action: string) => {
  const form = Object.assign(document.createElement('form'), { method: 'POST', action });
  document.body.append(form);
  form.submit();
};

/** Has the page of a tab do something that leads away from it. */
async function leave(tab: Tab, act: (url: string) => void, url: string): Promise<void> {
  // The page may be gone before it can answer.
  await tab.evaluate(act, url).catch(() => undefined);
}

// As a person sees it before doing anything else.
const isAt = (tab: Tab, url: string) => waitUntil(url, () => tab.evaluate(isLoaded, url).catch(() => false));
const isLoaded = (url: string) => location.href === url && document.readyState === 'complete';
const isHeld = (tab: Tab) => waitUntil('the hold page', async () => (await tab.url()).includes(HOLD_PAGE));
const isAsked = (tab: Tab) => waitUntil('the question', () => tab.evaluate(hasQuestion).catch(() => false));
const hasQuestion = () => {
  const button = document.querySelector<HTMLButtonElement>('#goOn');
  return button !== null && !button.hidden && !button.disabled;
};

const saysThatItHasCome = () =>
  document.querySelector('[role=status]')?.textContent?.includes('has sent a file') ?? false;

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj
trailer<</Root 1 0 R>>`;
const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/paper.pdf': { 'content-type': 'application/pdf' },
  '/report': { 'content-type': 'text/plain', 'content-disposition': 'attachment; filename="report.txt"' },
};

/** How many requests for a path have arrived, all of them with the token. */
function countAt(sites: RecordingSites, path: string): number {
  const arrived = sites.to(API, path);
  for (const { authorization } of arrived) expect(authorization).toMatch(/^Bearer eyJ/);
  return arrived.length;
}

for (const name of BROWSERS) {
  test.describe
    .serial(name, () => {
      let env: Environment;
      let tab: Tab;

      test.beforeAll(async () => {
        env = await startEnvironment(name, CLICKED, ['webNavigation']);
        const { pool, browser } = env;
        pool.addUser({ username: 'alice', password: PASSWORD });
        const popup = await browser.openPopup();
        const pages = { 'Pages allowed to use the token': `https://${ALLOWED}` };
        await popup.fill(formFor(pool, pool.addClient(), pages));
        await popup.press('Sign in');
        await popup.waitForText('Signed in as alice');
        await popup.close();
        await chooseToAsk(browser);
        tab = await browser.openTab();
      });
      test.afterAll(() => env?.close());

      test('T1: a link of a foreign page asks first, and opens the API once the user has agreed', async () => {
        await tab.goto(`https://${FOREIGN}/page`);
        await leave(tab, goTo, at('/linked'));
        await isAsked(tab);
        expect(countAt(env.sites, '/linked')).toBe(0);
        await tab.click('#goOn');
        await isAt(tab, at('/linked'));
        expect(countAt(env.sites, '/linked')).toBe(1);
      });

      test('T1: a foreign URL that is typed and leads to the API asks, too', async () => {
        await tab.enter(`https://${FOREIGN}/redirect?to=${at('/redirected')}`);
        await isHeld(tab);
        await isAsked(tab);
        expect(env.sites.to(API, '/redirected')).toEqual([]);
      });

      test('promise 4: what the user opens, and what own and allowed pages do, needs no question', async () => {
        const { sites } = env;
        await tab.enter(at('/page'));
        await isAt(tab, at('/page'));
        expect(countAt(sites, '/page')).toBe(1);
        await leave(tab, goTo, at('/page#part'));
        await isAt(tab, at('/page#part'));
        await leave(tab, goTo, at('/page?own'));
        await isAt(tab, at('/page?own'));
        expect(countAt(sites, '/page?own')).toBe(1);
        await leave(tab, () => location.reload(), '');
        await waitUntil('the reload', () => countAt(sites, '/page?own') === 2);
        await isAt(tab, at('/page?own'));
        const redirect = `/redirect?to=${at('/hop')}`;
        await tab.enter(at(redirect));
        await isAt(tab, at('/hop'));
        expect([countAt(sites, redirect), countAt(sites, '/hop')]).toEqual([1, 1]);
        await tab.goto(`https://${ALLOWED}/page`);
        await leave(tab, goTo, at('/from-allowed'));
        await isAt(tab, at('/from-allowed'));
        expect(countAt(sites, '/from-allowed')).toBe(1);
      });

      test('going back, and the page after a form, need none either', async () => {
        const { sites } = env;
        await tab.enter(at('/page?back'));
        await isAt(tab, at('/page?back'));
        await leave(tab, goTo, at('/page?forth'));
        await isAt(tab, at('/page?forth'));
        await leave(tab, () => history.back(), '');
        await isAt(tab, at('/page?back'));
        // A form of the own page carries nothing by default; the page that it leads to does.
        await leave(tab, postTo, at(`/redirect?to=${at('/sent')}`));
        await isAt(tab, at('/sent'));
        expect(countAt(sites, '/sent')).toBe(1);
      });

      // Firefox answers no question about a tab from which a file was downloaded.
      if (name === 'firefox') return;

      test('a file that is downloaded arrives with the token, and the page says so; a PDF is shown', async () => {
        const { sites } = env;
        sites.answerBy(({ path }, response) => {
          const headers = FILES[path];
          if (!headers) return false;
          response.writeHead(200, headers).end(PDF);
          return true;
        });
        await tab.enter(at('/report'));
        await waitUntil('the file', () => countAt(sites, '/report') === 1);
        await waitUntil('word of it', () => tab.evaluate(saysThatItHasCome).catch(() => false));
        await tab.enter(at('/paper.pdf'));
        // No script of ours runs beside a PDF.
        await waitUntil('the PDF', async () => (await tab.url()) === at('/paper.pdf'));
        expect(countAt(sites, '/paper.pdf')).toBe(1);
      });
    });
}
