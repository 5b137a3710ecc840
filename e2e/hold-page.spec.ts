import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import { openOrHold } from './support/held';
import { Popup } from './support/popup';
import { API, PASSWORD, signInAlice, signInUpToChallenge } from './support/story';
import { LONG_LIVED } from './support/token-lives';

const ME = `https://${API}/me`;

/** Runs in a page of the extension. */
const countHolds = async () => {
  const rules = await chrome.declarativeNetRequest.getDynamicRules();
  return rules.filter(({ action }) => action.redirect).length;
};

/** Runs in a page of the extension. */
const isTokenOff = async () =>
  !JSON.stringify(await chrome.declarativeNetRequest.getSessionRules()).includes('Bearer ');

const isHeld = (tab: Page) => expect.poll(() => tab.url()).toContain('/src/signing-in/signing-in.html');

test('promise 4: right after a browser start a typed URL waits for the sign-in, then goes on with the token', async ({
  pool,
  sites,
  extension,
  popup,
}) => {
  await signInAlice(pool, popup);
  const restarted = await extension.restart();
  const tab = await restarted.openTab();
  await openOrHold(tab, `${ME}?a=1&b=%20c#part`);
  await isHeld(tab);
  await expect(tab.getByRole('status')).toContainText('Sign in to go on');
  expect(sites.to(API, '/me?a=1&b=%20c')).toHaveLength(0);

  await (await Popup.open(restarted)).submitSignIn({ Password: PASSWORD });
  await expect.poll(() => tab.url()).toBe(`${ME}?a=1&b=%20c#part`);
  expect(sites.to(API, '/me?a=1&b=%20c').map(({ authorization }) => authorization)).toEqual([
    expect.stringMatching(/^Bearer /),
  ]);
  await restarted.close();
});

test('promise 4: a navigation that wakes the browser after the token has ended waits for the refresh', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const { clientId } = await signInAlice(pool, popup, { idTokenSeconds: 8, accessTokenSeconds: 8 });
  pool.failNext('serverError', 1000);
  await expect(popup.page.getByRole('timer', { name: 'Expires in' })).toHaveText('Expired');
  // On a machine that starves the alarm is late.
  await expect.poll(() => popup.page.evaluate(isTokenOff)).toBe(true);
  await openOrHold(tab, ME);
  await isHeld(tab);
  await expect(tab.getByRole('status')).toContainText('cannot be reached');
  expect(sites.to(API, '/me')).toHaveLength(0);

  pool.changeClient(clientId, LONG_LIVED);
  pool.stopFailing();
  // The background may try again by itself in this very moment, and then there is nothing left to click.
  const clicked = tab.getByRole('button', { name: 'Try again' }).click();
  await Promise.race([clicked, tab.waitForURL(ME)]);
  await expect.poll(() => tab.url()).toBe(ME);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

test('a navigation waits for the code that the pool has asked for', async ({ pool, sites, popup, tab }) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await openOrHold(tab, ME);
  await isHeld(tab);
  await expect(tab.getByRole('status')).toContainText('asked something');
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  await expect.poll(() => tab.url()).toBe(ME);
  expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
});

test('a file that is downloaded waits, too, and arrives', async ({ pool, sites, popup, tab }) => {
  sites.answerBy(({ path }, response) => {
    if (path !== '/file') return false;
    response.setHeader('content-disposition', 'attachment; filename="report.txt"').end('42');
    return true;
  });
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await openOrHold(tab, `https://${API}/file`);
  await isHeld(tab);
  const downloaded = tab.waitForEvent('download');
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  expect((await downloaded).suggestedFilename()).toBe('report.txt');
  expect(sites.to(API, '/file')[0]?.authorization).toMatch(/^Bearer /);
  await expect(tab.getByRole('status')).toContainText('has sent a file');
});

test('Back leads to where the user came from, not to the hold page', async ({ pool, sites, popup, tab }) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await tab.goto('https://other.example.com/page');
  await openOrHold(tab, ME);
  await isHeld(tab);
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  await expect.poll(() => tab.url()).toBe(ME);
  await tab.goBack();
  expect(tab.url()).toBe('https://other.example.com/page');
  expect(sites.to(API, '/me')).toHaveLength(1);
});

test('the hold page goes nowhere but to an API host, whatever stands in its address', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const elsewhere = [
    'https://evil.example.net/landed',
    'https://api.example.com.evil.net/landed',
    'https://api.example.com@evil.net/landed',
    'http://api.example.com/landed',
    'javascript:document.title="ran"',
    'data:text/html,landed',
    '//evil.example.net/landed',
  ];
  for (const url of elsewhere) {
    await tab.goto(`${extension.origin}/src/signing-in/signing-in.html?to=${url}`);
    await expect(tab.getByRole('status'), url).toContainText('not at one of your API hosts');
    expect(tab.url()).toContain('signing-in.html');
  }
  expect(sites.requests.filter(({ path }) => path.includes('landed'))).toHaveLength(0);
  await tab.goto(`${extension.origin}/src/signing-in/signing-in.html?to=${ME}`);
  await expect.poll(() => tab.url()).toBe(ME);
});

test('a web page cannot frame the hold page; to open it does no more than a link to the API', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const holdPage = `${extension.origin}/src/signing-in/signing-in.html?to=`;
  await tab.goto('https://evil.example.net/page');
  await tab.evaluate((url) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
  }, holdPage + ME);
  await expect.poll(() => tab.frames().some((frame) => frame.url().includes('chrome-error'))).toBe(true);
  expect(sites.to(API, '/me')).toHaveLength(0);
  const openHere = (url: string) => {
    location.href = url;
  };
  await tab.evaluate(openHere, `${holdPage}https://evil.example.net/landed`);
  await expect(tab.getByRole('status')).toContainText('not at one of your API hosts');
  await tab.goto('https://evil.example.net/page');
  await tab.evaluate(openHere, holdPage + ME);
  await expect.poll(() => tab.url()).toBe(ME);
  expect(sites.to(API, '/me')).toHaveLength(1);
});

test('a link of another page waits, too, and goes on with the token', async ({ pool, sites, popup, tab }) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await tab.goto('https://other.example.com/page');
  await tab.evaluate((url) => {
    document.body.append(Object.assign(document.createElement('a'), { href: url, textContent: 'API' }));
  }, ME);
  await tab.click('a');
  await isHeld(tab);
  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  await expect.poll(() => tab.url()).toBe(ME);
  expect(sites.to(API, '/me').map(({ authorization }) => authorization)).toEqual([
    expect.stringMatching(/^Bearer /),
  ]);
});

test('subresource requests and other methods are never held, and neither is a signed-out user', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  await tab.goto('https://other.example.com/page');
  await tab.evaluate(() => fetch('https://api.example.com/fetched', { mode: 'no-cors' }));
  expect(sites.to(API, '/fetched')[0]?.authorization).toBeUndefined();
  await tab.evaluate(() => {
    const form = Object.assign(document.createElement('form'), {
      method: 'POST',
      action: 'https://api.example.com/posted',
    });
    document.body.append(form);
    form.submit();
  });
  await expect.poll(() => sites.to(API, '/posted')).toHaveLength(1);

  await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
  await popup.button('Continue').click();
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  await tab.goto(ME);
  expect(sites.to(API, '/me')[0]?.authorization).toBeUndefined();
});

test('the settings switch the waiting off: the navigation then goes on without a token', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInUpToChallenge(pool, popup, { mfa: { sms: '+4915112345678' } });
  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  const hold = settings.getByRole('switch', { name: 'Wait for the token' });
  await hold.click();
  await expect(hold).not.toBeChecked();
  await expect.poll(() => settings.evaluate(countHolds)).toBe(0);
  await tab.goto(ME);
  expect(sites.to(API, '/me').map(({ authorization }) => authorization)).toEqual([undefined]);

  await hold.click();
  await expect(hold).toBeChecked();
  await expect.poll(() => settings.evaluate(countHolds)).toBe(1);
  await openOrHold(tab, ME);
  await isHeld(tab);
});
