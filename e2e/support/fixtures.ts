import { test as base, type Page } from 'playwright/test';
import { sharedSigningKeys } from '../user-pool/signing-keys';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { ApiPage } from './api-page';
import { type ChromiumExtension, launchChromium } from './chromium-extension';
import { Popup } from './popup';
import { type RecordingSites, startRecordingSites } from './recording-sites';
import { hostRules } from './routes';
import { tlsCertificate } from './shared-keys';
import { makeTestBuild, type TestBuild } from './test-build';

/** The hosts that the test build may touch, as if the user had pressed "Allow". */
const GRANTED = [
  'https://*.example.com/*',
  'https://api.example.org/*',
  'https://app.example.com/*',
  'https://local-pool.auth.eu-central-1.amazoncognito.com/*',
  'http://localhost/*',
];

interface WorkerFixtures {
  readonly grantedHosts: readonly string[];
  readonly build: TestBuild;
}

interface TestFixtures {
  /** The local user pool, reached under the name of the real one. */
  readonly pool: UserPool;
  /** Every other host name there is. */
  readonly sites: RecordingSites;
  readonly extension: ChromiumExtension;
  /** The popup, open. */
  readonly popup: Popup;
  /** An ordinary browser tab. */
  readonly tab: Page;
  /** That tab, at a page of the API, behind the popup. */
  readonly api: ApiPage;
}

/** Tests in which a real Chromium runs the extension; pool, API and pages listen on loopback under real names. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  grantedHosts: [GRANTED, { option: true, scope: 'worker' }],
  build: [
    async ({ grantedHosts }, use) => {
      const build = await makeTestBuild(grantedHosts);
      await use(build);
      await build.remove();
    },
    { scope: 'worker' },
  ],
  pool: async ({}, use) => {
    const pool = await startUserPool({ tls: await tlsCertificate(), signingKeys: await sharedSigningKeys() });
    await use(pool);
    await pool.close();
  },
  sites: async ({}, use) => {
    const sites = await startRecordingSites(await tlsCertificate());
    await use(sites);
    await sites.close();
  },
  extension: async ({ build, pool, sites }, use) => {
    const extension = await launchChromium({
      extensionFolder: build.folder,
      headless: true,
      hostRules: hostRules(pool, sites),
    });
    await use(extension);
    await extension.close();
  },
  popup: async ({ extension }, use) => use(await Popup.open(extension)),
  tab: async ({ extension }, use) => use(extension.context.pages()[0] ?? (await extension.openTab())),
  api: async ({ tab, sites, popup }, use) => {
    const api = await ApiPage.open(tab, sites);
    // The browser slows down what is behind another tab.
    await popup.page.bringToFront();
    await use(api);
  },
});
