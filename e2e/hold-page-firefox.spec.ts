import { expect, test } from 'playwright/test';
import { startEnvironment } from './support/environment';
import { API, formFor, PASSWORD } from './support/story';

const ME = `https://${API}/me?a=1`;

test('promise 4 in Firefox: a navigation waits for the code, goes on with the token, and goes nowhere else', async () => {
  const env = await startEnvironment('firefox', ['https://*/*', 'http://*/*']);
  try {
    const { pool, sites, browser } = env;
    const client = pool.addClient();
    pool.addUser({ username: 'alice', password: PASSWORD, mfa: { sms: '+4915112345678' } });
    const popup = await browser.openPopup();
    await popup.fill(formFor(pool, client));
    await popup.press('Sign in');
    await popup.waitForButton('Continue');

    const tab = await browser.openTab();
    await tab.goto(`${ME}#part`);
    await expect
      .poll(() => tab.url())
      .toMatch(/signing-in\.html\?to=https:\/\/api\.example\.com\/me\?a=1#part$/);
    expect(sites.to(API, '/me?a=1')).toHaveLength(0);

    await popup.fill({ 'Verification code': pool.outbox.at(-1)?.code ?? '' });
    await popup.press('Continue');
    await expect.poll(() => tab.url()).toBe(`${ME}#part`);
    expect(sites.to(API, '/me?a=1').map(({ authorization }) => authorization)).toEqual([
      expect.stringMatching(/^Bearer /),
    ]);

    // Presigned URLs are left alone; the next one shows that the token is still there to be had.
    for (const query of [
      'Signature=abc',
      'sig=abc',
      'X-Amz-Signature=abc',
      'x-goog-signature=a',
      'design=abc',
    ]) {
      await tab.goto(`https://${API}/file?${query}`);
    }
    const files = sites.requests.filter(({ path }) => path.startsWith('/file'));
    expect(files.map(({ authorization }) => authorization !== undefined)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  } finally {
    await env.close();
  }
});
