import { expect } from 'playwright/test';
import type { ChromiumExtension } from './support/chromium-extension';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, signInAlice } from './support/story';

/** Fills the extension's storage on disk up to its quota, to the last byte. */
async function fillDisk(extension: ChromiumExtension): Promise<void> {
  const page = await extension.openPopup();
  await page.evaluate(async () => {
    const fill = async (name: string, firstStep: number, lastStep: number) => {
      for (let filled = 0, step = firstStep; step >= lastStep; ) {
        const isStored = await chrome.storage.local.set({ [name]: 'x'.repeat(filled + step) }).then(
          () => true,
          () => false,
        );
        if (isStored) filled += step;
        else step = Math.floor(step / 2);
      }
    };
    await fill('most', 8_000_000, 100_000);
    await fill('rest', 200_000, 1);
  });
  await page.close();
}

test('signing out on a full disk takes the header off, revokes, and says what is not saved', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  const { refreshToken = '' } = await sessionStorage(extension);
  await fillDisk(extension);
  await tab.goto(`https://${API}/before`);
  expect(sites.to(API, '/before')[0]?.authorization).toMatch(/^Bearer /);
  const fetchOn = (path: string) => tab.evaluate(async (url) => (await fetch(url)).text(), path);
  await fetchOn('/fetched-before');
  expect(sites.to(API, '/fetched-before')[0]?.authorization).toMatch(/^Bearer /);

  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  await expect(popup.alert).toContainText('The browser could not save this.');
  await fetchOn('/fetched-after');
  expect(sites.to(API, '/fetched-after').map(({ authorization }) => authorization)).toEqual([undefined]);
  expect((await sessionStorage(extension)).sessionRules).not.toContain('Bearer');
  await expect.poll(() => pool.refreshTokenIsLive(refreshToken)).toBe(false);
});
