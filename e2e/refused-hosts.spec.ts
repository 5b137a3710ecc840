import { expect } from 'playwright/test';
import type { ChromiumExtension } from './support/chromium-extension';
import { test } from './support/fixtures';
import { sessionStorage } from './support/storage';
import { API, signInAlice } from './support/story';

test.use({ grantedHosts: ['https://api.example.com/*', 'https://*.github.io/*'] });

/** Adds a host to the stored profile, past the form, and has a new worker read it. */
async function addStoredHost(extension: ChromiumExtension, host: string): Promise<void> {
  const page = await extension.openPopup();
  await page.evaluate(async (added) => {
    const { profiles: item } = await chrome.storage.local.get<Record<string, StoredProfiles>>('profiles');
    if (!item) throw new Error('no profile is stored');
    for (const profile of item.value.profiles) profile.apiHosts.push(added);
    await chrome.storage.local.set({ profiles: item });
  }, host);
  await page.close();
  await extension.killWorker();
}

interface StoredProfiles {
  readonly value: { readonly profiles: readonly { readonly apiHosts: string[] }[] };
}

test('a stored host whose star takes in strangers gets no token, and the form and the settings say so', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  await signInAlice(pool, popup);
  await popup.page.close();
  await addStoredHost(extension, 'https://*.github.io');

  const settings = await extension.openTab();
  await settings.goto(`${extension.origin}/src/options/options.html`);
  await expect(settings.getByText('“*.github.io” gets no token')).toBeVisible();
  await settings.getByLabel('URL', { exact: true }).fill('https://mallory.github.io/');
  await settings.getByRole('button', { name: 'Check' }).click();
  await expect(settings.getByRole('status')).toContainText('anybody can have a site below *.github.io');

  const { sessionRules, dynamicRules, disk } = await sessionStorage(extension);
  expect(sessionRules).toContain('Bearer');
  expect(sessionRules + dynamicRules).not.toContain('github');
  expect(disk).toContain('https://*.github.io');
  await tab.goto(`https://${API}/own`);
  await tab.goto('https://mallory.github.io/strange');
  expect(sites.to(API, '/own')[0]?.authorization).toMatch(/^Bearer /);
  expect(sites.to('mallory.github.io', '/strange').map(({ authorization }) => authorization)).toEqual([
    undefined,
  ]);

  const again = await extension.openPopup();
  await again.getByRole('button', { name: 'Sign out', exact: true }).click();
  const hosts = again.getByLabel('API hosts', { exact: true });
  await expect(hosts).toHaveValue('api.example.com\n*.github.io');
  await expect(hosts).toHaveAttribute('aria-invalid', 'true');
  await expect(
    again.getByRole('alert').filter({ hasText: 'Anybody can have a site below “*.github.io”' }),
  ).toBeVisible();
});
