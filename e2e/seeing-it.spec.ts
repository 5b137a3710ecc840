import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import { pressToolbarButton } from './support/real-popup';
import { API, formFor, PASSWORD, signInAlice } from './support/story';

const APP_PAGE = 'https://app.example.com/page';

/** Opens the settings and asks whether a request would get the token. */
async function verdict(
  settings: Page,
  url: string,
  from = '',
  sentAs = 'As a request (fetch, image, …)',
): Promise<string> {
  await settings.getByLabel('URL', { exact: true }).fill(url);
  await settings.getByLabel(/^Page it comes from/).fill(from);
  await settings.getByLabel('How that page sends it').selectOption(sentAs);
  await settings.getByRole('button', { name: 'Check' }).click();
  await expect(settings.getByRole('status')).toHaveText(/\w/);
  return (await settings.getByRole('status').textContent()) ?? '';
}

test('the popup says whether the page in the current tab may use the token, and "Allow this page" lets it', async ({
  pool,
  sites,
  extension,
  popup,
}) => {
  await signInAlice(pool, popup);
  // A tab in the window that is newest, which is the popup's: what the popup speaks of is the tab in front.
  const tab = await extension.context.newPage();
  await tab.goto(APP_PAGE);
  const send = async (path: string) => {
    await tab.evaluate((url) => fetch(url, { mode: 'no-cors' }), `https://${API}${path}`);
    return sites.to(API, path)[0]?.authorization;
  };
  expect(await send('/before')).toBeUndefined();
  await popup.page.reload();
  await expect(popup.page.getByText('This page may not use alice’s token')).toBeVisible();
  await popup.button('Allow this page').click();
  await expect(popup.page.getByText(/This page may use alice’s token on api\.example\.com/)).toBeVisible();
  expect(await send('/after')).toMatch(/^Bearer /);
});

test('over an API host the real popup tells whether the document was loaded with the token', async ({
  pool,
  extension,
  popup,
  tab,
}) => {
  await tab.goto(`https://${API}/page`);
  await signInAlice(pool, popup);
  await tab.bringToFront();
  const before = await pressToolbarButton(extension, `https://${API}/`);
  await expect.poll(before.text).toContain('Loaded without a token');
  await before.close();
  await tab.reload();
  const after = await pressToolbarButton(extension, `https://${API}/`);
  await expect.poll(after.text).toContain('Loaded with alice’s token');
  await after.close();
});

test('"Would this request get the token?" answers as the wire does, and says why', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  const pages = { 'Pages allowed to use the token': 'https://app.example.com' };
  await signInAlice(pool, popup, {}, pages);
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  const typed = [
    'https://api.example.com/x',
    'https://sub.api.example.com/x',
    'https://api.example.com/f?sig=1',
  ];
  for (const url of typed) {
    const said = await verdict(settings, url);
    await tab.goto(url);
    const { host, pathname, search } = new URL(url);
    const [arrived] = sites.to(host, pathname + search);
    expect([url, said.startsWith('Sent')]).toEqual([url, arrived?.authorization !== undefined]);
  }
  const fetched = { 'https://app.example.com': true, 'https://evil.example.net': false };
  for (const [page, isSent] of Object.entries(fetched)) {
    const said = await verdict(settings, `https://${API}/fetched?${page}`, `${page}/page`);
    await tab.goto(`${page}/page`);
    await tab.evaluate((url) => fetch(url, { mode: 'no-cors' }), `https://${API}/fetched?${page}`);
    const [arrived] = sites.to(API, `/fetched?${page}`);
    expect([page, said.startsWith('Sent')]).toEqual([page, isSent]);
    expect(arrived?.authorization !== undefined).toBe(isSent);
  }
  expect(await verdict(settings, 'http://api.example.com/')).toMatch(/^Not sent, because/);
  const { 'Pages allowed to use the token': allowed } = pages;
  expect(await verdict(settings, `https://${API}/`, 'https://evil.example.net', 'As a link')).toMatch(
    /^Sent/,
  );
  const form = 'As a frame, or a form that posts';
  expect(await verdict(settings, `https://${API}/`, allowed, form)).toContain('frames and forms');
  await popup.attachSwitch.click();
  await expect(popup.attachSwitch).toBeEnabled();
  expect(await verdict(settings, `https://${API}/`)).toContain('switched off');
});

test('where a token applies can be chosen per API host', async ({ pool, sites, extension, popup, tab }) => {
  await signInAlice(pool, popup);
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  const scope = settings.getByLabel('Where it applies: api.example.com');
  const carried = async (path: string) => {
    await tab.goto(`https://${API}/page?${path}`);
    await tab.evaluate((url) => fetch(url), `/${path}`);
    return [`/page?${path}`, `/${path}`].map((each) => sites.to(API, each)[0]?.authorization !== undefined);
  };
  expect(await carried('both')).toEqual([true, true]);
  for (const [option, expected] of [
    ['Only allowed pages', [false, true]],
    ['Only typed URLs', [true, false]],
  ] as const) {
    await scope.selectOption({ label: option });
    await expect(scope).toBeEnabled();
    await expect.poll(async () => carried(`${option.length}-${Date.now()}`)).toEqual(expected);
  }
});

test('another header, another prefix and a second header for the access token', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInAlice(
    pool,
    popup,
    {},
    {
      'Header name': 'X-Id-Token',
      'Header prefix': '',
      'Access token header': 'X-Access-Token',
    },
  );
  await tab.goto(`https://${API}/me`);
  const headers = sites.to(API, '/me')[0]?.headers ?? {};
  const claims = (name: string) =>
    JSON.parse(Buffer.from(String(headers[name]).split('.')[1] ?? '', 'base64url').toString());
  expect(headers.authorization).toBeUndefined();
  expect(claims('x-id-token').token_use).toBe('id');
  expect(claims('x-access-token').token_use).toBe('access');
});

test('API hosts: a wildcard, a path, and what is refused beside the field', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const client = pool.addClient();
  await popup.fill({ 'User pool ID': pool.userPoolId, 'App client ID': client.clientId });
  const refusals = [
    '*',
    '*.com',
    '*.co.uk',
    '*.github.io',
    '*.amazonaws.com',
    'cognito-idp.eu-central-1.amazonaws.com',
  ];
  for (const host of refusals) {
    await popup.fill({ 'API hosts': host });
    await popup.button('Sign in').click();
    await expect(popup.field('API hosts'), host).toHaveAttribute('aria-invalid', 'true');
    await expect(popup.field('API hosts'), host).toHaveAccessibleDescription(/\w+/);
  }
  await popup.fill({ 'API hosts': 'bücher.example' });
  await expect(popup.page.getByText('xn--bcher-kva.example')).toBeVisible();
  expect(pool.calls).toHaveLength(0);

  await signInAlice(pool, popup, {}, { 'API hosts': '*.example.com\nhttps://api.example.org/v1' });
  const expected = {
    'https://api.example.com/x': true,
    'https://a.b.example.com/x': true,
    'https://example.com.evil.net/x': false,
    'https://api.example.org/v1': true,
    'https://api.example.org/v1/users': true,
    'https://api.example.org/v10': false,
    'https://api.example.org/other': false,
  };
  for (const [url, isSent] of Object.entries(expected)) {
    await tab.goto(url);
    const { host, pathname } = new URL(url);
    expect([url, sites.to(host, pathname)[0]?.authorization !== undefined]).toEqual([url, isSent]);
  }
});

test('the settings say how much was stored that this version cannot read, and it is still there', async ({
  extension,
  popup,
}) => {
  const ofNextYear = { version: 99, value: { wallets: ['alice'] } };
  await popup.page.evaluate((stored) => chrome.storage.local.set({ profiles: stored }), ofNextYear);
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  await expect(settings.getByText('cannot read 1 of the things that it has stored')).toBeVisible();
  const kept = await settings.evaluate(() => chrome.storage.local.get());
  expect(JSON.stringify(kept)).toContain(JSON.stringify(ofNextYear.value));
});

test('H: a large token is sent, and the popup says how large it is; one that fits into no header is called too large', async ({
  pool,
  popup,
  api,
}) => {
  const attributes = { 'custom:groups': 'g'.repeat(20_000) };
  const user = pool.addUser({ username: 'alice', password: PASSWORD, attributes });
  const form = formFor(pool, pool.addClient());
  await popup.submitSignIn(form);
  await expect(
    popup.page.getByText(/^This token takes 2[78] kB; servers usually take 8 to 16 kB/),
  ).toBeVisible();
  expect((await api.request())?.length).toBeGreaterThan(27_000);

  await popup.button('Sign out').click();
  user.attributes['custom:groups'] = 'g'.repeat(100_000);
  await popup.submitSignIn({ Password: PASSWORD });
  await expect(popup.page.getByRole('alert')).toHaveText(/too large for a header: 13\d kB/);
  expect(await api.request()).toBeUndefined();
  await popup.submitSignIn({ Password: PASSWORD, Token: 'Access token' });
  await popup.button('Copy token').waitFor();
  await expect.poll(() => api.request()).toMatch(/^Bearer /);
});
