import { sharedSigningKeys } from '../user-pool/signing-keys';
import { startUserPool } from '../user-pool/start-user-pool';
import type { BrowserName, BrowserUnderTest, Environment } from './browser-under-test';
import { startChromiumUnderTest } from './chromium-under-test';
import { launchFirefox } from './firefox/firefox-extension';
import { FirefoxPopup } from './firefox/firefox-popup';
import type { Route } from './firefox/mapping-proxy';
import { startRecordingSites } from './recording-sites';
import { hostRules, routeTo } from './routes';
import { tlsCertificate } from './shared-keys';

/**
 * Starts pool, sites and browser. All listen on free loopback ports and are reached under real names and ports.
 * @param grantedHosts match patterns that the user has allowed
 * @param permissions of the optional ones, those that the user has given
 */
export async function startEnvironment(
  browserName: BrowserName,
  grantedHosts: readonly string[],
  permissions: readonly string[] = [],
): Promise<Environment> {
  const tls = await tlsCertificate();
  const pool = await startUserPool({ tls, signingKeys: await sharedSigningKeys() });
  const sites = await startRecordingSites(tls);
  const browser = await (browserName === 'chromium'
    ? startChromiumUnderTest(hostRules(pool, sites), grantedHosts, permissions)
    : startFirefoxUnderTest(routeTo(pool, sites), grantedHosts, permissions));
  return {
    pool,
    sites,
    browser,
    close: async () => {
      await browser.close();
      await Promise.all([pool.close(), sites.close()]);
    },
  };
}

async function startFirefoxUnderTest(
  route: Route,
  grantedHosts: readonly string[],
  grantedPermissions: readonly string[],
): Promise<BrowserUnderTest> {
  const extension = await launchFirefox({
    extensionFolder: 'dist/firefox',
    headless: true,
    route,
    grantedHosts,
    grantedPermissions,
  });
  return {
    name: 'firefox',
    openTab: () => extension.openTab(),
    openPopup: () => FirefoxPopup.open(extension),
    killBackground: () => extension.suspendBackground(),
    evaluateInExtension: (source, ...args) => extension.evaluate(source, ...args),
    close: () => extension.close(),
  };
}
