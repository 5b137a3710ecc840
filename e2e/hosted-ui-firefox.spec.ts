import { expect } from 'playwright/test';
import { FirefoxPopup } from './support/firefox/firefox-popup';
import { FirefoxTab } from './support/firefox/firefox-tab';
import { type Firefox, test } from './support/firefox/fixtures';
import { APP, APP_CALLBACK } from './support/hosted-ui';
import { API, formFor, PASSWORD, verifyIdToken } from './support/story';
import { waitUntil } from './support/wait-until';
import type { AppClient, AppClientSettings } from './user-pool/app-clients';

const IN_A_TAB = { 'Callback URL': APP_CALLBACK };
/** Where the pool's own pages are shown. */
const PLACES = [
  ['the tab', IN_A_TAB],
  ['the browser’s own window', {}],
] as const;

/** Adds alice, and an app client that signs in by the hosted UI, there or at the browser's own callback. */
async function addHostedClient(
  { pool, extension }: Firefox,
  settings: Partial<AppClientSettings> = {},
): Promise<AppClient> {
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
  const browserCallback = await extension.evaluate(() => chrome.identity.getRedirectURL());
  return pool.addClient({
    callbackUrls: [APP_CALLBACK, browserCallback],
    oauthFlows: ['code'],
    oauthScopes: ['openid'],
    ...settings,
  });
}

async function openForm(
  { pool, extension }: Firefox,
  client: AppClient,
  values: Readonly<Record<string, string>>,
): Promise<FirefoxPopup> {
  const popup = await FirefoxPopup.open(extension);
  const { Username: _, Password: __, ...form } = formFor(pool, client);
  await popup.fill({ 'Sign-in method': 'Hosted UI', ...form, ...values });
  return popup;
}

/** Answers Firefox's question, which comes where access is missing. */
async function signInAndAllow({ extension }: Firefox, popup: FirefoxPopup): Promise<void> {
  await popup.press('Sign in');
  await extension.allowAccess();
}

/** Waits for the page of the pool that an act opens. */
async function loginOpenedBy({ extension }: Firefox, act: () => Promise<void>): Promise<FirefoxTab> {
  const login = await FirefoxTab.openedBy(extension.session, act);
  const hasForm = () => login.evaluate(() => document.querySelector('#username') !== null);
  // The document is replaced while it loads.
  await waitUntil('the form of the pool', () => hasForm().catch(() => false));
  return login;
}

function signInAt(login: FirefoxTab): Promise<void> {
  return login.evaluate((password: string) => {
    for (const [name, value] of Object.entries({ username: 'alice', password })) {
      document.querySelector(`#${name}`)?.setAttribute('value', value);
    }
    document.querySelector('form')?.requestSubmit();
  }, PASSWORD);
}

async function expectTokenOfAlice({ pool, sites, extension }: Firefox, client: AppClient): Promise<void> {
  const tab = await extension.openTab();
  await tab.goto(`https://${API}/me`);
  const claims = await verifyIdToken(pool, client, sites.to(API, '/me')[0]?.authorization);
  expect(claims['cognito:username']).toBe('alice');
}

test('Firefox: finds the hosted UI, asks for it, and signs in with another application’s callback', async ({
  firefox,
}) => {
  const { sites, pool, extension } = firefox;
  const client = await addHostedClient(firefox);
  const popup = await openForm(firefox, client, IN_A_TAB);
  await signInAndAllow(firefox, popup);
  // What the pool tells of its domain comes too late for the first question.
  expect(await popup.alertText()).toContain('needs access to local-pool.auth');
  await expect.poll(() => popup.fieldValue('Hosted UI domain')).toBe(pool.loginDomain);
  await signInAt(await loginOpenedBy(firefox, () => signInAndAllow(firefox, popup)));
  await popup.waitForText('Signed in as alice');
  await expectTokenOfAlice(firefox, client);
  expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
  // The rule was for that tab and that sign-in: the application itself still gets its answers.
  await (await extension.openTab()).goto(`${APP_CALLBACK}&code=its-own`);
  expect(sites.to(APP, '/callback?env=dev&code=its-own')).toHaveLength(1);
});

test('Firefox: takes the implicit answer in the browser’s own window', async ({ firefox }) => {
  const { pool, sites } = firefox;
  const client = await addHostedClient(firefox, { oauthFlows: ['implicit'] });
  const popup = await openForm(firefox, client, {
    'Sign-in method': 'Hosted UI (implicit, legacy)',
    'Hosted UI domain': pool.loginDomain,
  });
  await signInAt(await loginOpenedBy(firefox, () => signInAndAllow(firefox, popup)));
  await popup.waitForText('Signed in as alice');
  await expectTokenOfAlice(firefox, client);
  expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
});

for (const [where, values] of PLACES)
  test(`Firefox: closing ${where} cancels, and the next try works`, async ({ firefox }) => {
    const { pool, sites, extension } = firefox;
    const client = await addHostedClient(firefox);
    const popup = await openForm(firefox, client, { ...values, 'Hosted UI domain': pool.loginDomain });
    const first = await loginOpenedBy(firefox, () => signInAndAllow(firefox, popup));
    await first.close();
    expect(await popup.alertText()).toContain('was closed before it was done');
    const tab = await extension.openTab();
    await tab.goto(`https://${API}/without`);
    await expect.poll(() => tab.url()).toContain('/signing-in.html');
    expect(sites.to(API, '/without')).toEqual([]);
    await signInAt(await loginOpenedBy(firefox, () => popup.press('Sign in')));
    await popup.waitForText('Signed in as alice');
    await expectTokenOfAlice(firefox, client);
  });

for (const [where, values] of PLACES)
  test(`Firefox, A: pages on the way of a sign-in in ${where} are not held for its token`, async ({
    firefox,
  }) => {
    const { pool, sites, extension } = firefox;
    const client = await addHostedClient(firefox);
    const form = { ...values, 'API hosts': '*.example.com', 'Hosted UI domain': pool.loginDomain };
    const popup = await openForm(firefox, client, form);
    const tab = await extension.openTab();
    const login = await loginOpenedBy(firefox, () => signInAndAllow(firefox, popup));
    await login.goto('https://sso.example.com/page');
    expect(sites.to('sso.example.com', '/page')).toMatchObject([{ authorization: undefined }]);
    // Another tab waits, as it should.
    await tab.goto(`https://${API}/page`);
    await expect.poll(() => tab.url()).toContain('/signing-in.html');
  });
