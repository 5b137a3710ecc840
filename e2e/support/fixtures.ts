import { test as base, type Page } from 'playwright/test';
import { generateSigningKeys, type SigningKeys } from '../user-pool/signing-keys';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { ApiPage } from './api-page';
import { type ChromiumExtension, launchChromium } from './chromium-extension';
import { Popup } from './popup';
import { type RecordingSites, startRecordingSites } from './recording-sites';
import { makeTestBuild, type TestBuild } from './test-build';
import { createTlsCertificate, type TlsCertificate } from './tls-certificate';

/** The hosts that the test build may touch, as if the user had pressed "Allow". */
const GRANTED = [
  'https://*.example.com/*',
  'https://api.example.org/*',
  'https://app.example.com/*',
  'https://local-pool.auth.eu-central-1.amazoncognito.com/*',
  'http://localhost/*',
];

interface WorkerFixtures {
  readonly tls: TlsCertificate;
  readonly signingKeys: SigningKeys;
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
  tls: [async ({}, use) => use(await createTlsCertificate()), { scope: 'worker' }],
  signingKeys: [async ({}, use) => use(await generateSigningKeys()), { scope: 'worker' }],
  build: [
    async ({}, use) => {
      const build = await makeTestBuild(GRANTED);
      await use(build);
      await build.remove();
    },
    { scope: 'worker' },
  ],
  pool: async ({ tls, signingKeys }, use) => {
    const pool = await startUserPool({ tls, signingKeys });
    await use(pool);
    await pool.close();
  },
  sites: async ({ tls }, use) => {
    const sites = await startRecordingSites(tls);
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
  tab: async ({ extension }, use) => use(await extension.context.newPage()),
  api: async ({ tab, sites, popup }, use) => {
    const api = await ApiPage.open(tab, sites);
    // The browser slows down what is behind another tab.
    await popup.page.bringToFront();
    await use(api);
  },
});

// No name is ever looked up, so nothing leaves this machine.
function hostRules(pool: UserPool, sites: RecordingSites): string {
  return [
    `MAP ${new URL(pool.loginDomain).host}:443 127.0.0.1:${pool.port}`,
    `MAP issuer-cognito-idp.${pool.region}.amazonaws.com:443 127.0.0.1:${pool.port}`,
    `MAP cognito-idp.${pool.region}.amazonaws.com:443 127.0.0.1:${pool.port}`,
    `MAP *:443 127.0.0.1:${sites.httpsPort}`,
    `MAP *:80 127.0.0.1:${sites.httpPort}`,
    'MAP * 127.0.0.1',
  ].join(', ');
}
