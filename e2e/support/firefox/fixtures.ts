import { test as base } from 'playwright/test';
import { sharedSigningKeys } from '../../user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../user-pool/start-user-pool';
import { type RecordingSites, startRecordingSites } from '../recording-sites';
import { routeTo } from '../routes';
import { tlsCertificate } from '../shared-keys';
import { type FirefoxExtension, launchFirefox } from './firefox-extension';

/** A Firefox with the extension in it, the user pool that it finds under its real names, and every other host. */
export interface Firefox {
  readonly pool: UserPool;
  readonly sites: RecordingSites;
  readonly extension: FirefoxExtension;
}

/** Tests of the shipped build. Nothing is granted at first: the user is asked. */
export const test = base.extend<{ firefox: Firefox }>({
  firefox: async ({}, use) => {
    const tls = await tlsCertificate();
    const pool = await startUserPool({ tls, signingKeys: await sharedSigningKeys() });
    const sites = await startRecordingSites(tls);
    const extension = await launchFirefox({
      extensionFolder: 'dist/firefox',
      headless: true,
      route: routeTo(pool, sites),
    });
    await use({ pool, sites, extension });
    await extension.close();
    await Promise.all([pool.close(), sites.close()]);
  },
});
