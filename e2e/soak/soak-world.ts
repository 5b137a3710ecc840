import type { Page } from 'playwright';
import { EMPTY_FORM } from '../../src/core/profile/profile-form';
import type { PopupState } from '../../src/core/views/popup-state';
import type { AtEnd } from '../demo/with-cleanup';
import { type ChromiumExtension, launchChromium } from '../support/chromium-extension';
import { keepAsking, tokenEndMs } from '../support/polling';
import { type RecordedRequest, type RecordingSites, startRecordingSites } from '../support/recording-sites';
import { hostRules } from '../support/routes';
import { tlsCertificate } from '../support/shared-keys';
import { API, PASSWORD } from '../support/story';
import { makeTestBuild } from '../support/test-build';
import type { AppClientSettings } from '../user-pool/app-clients';
import { sharedSigningKeys } from '../user-pool/signing-keys';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';

const GRANTED = [`https://${API}/*`, 'https://local-pool.auth.eu-central-1.amazoncognito.com/*'];
const PAUSE_MS = 40;

/** A Chromium with the extension, a user pool, and a page of the API that asks for something without end. */
export class SoakWorld {
  readonly pool: UserPool;
  readonly extension: ChromiumExtension;
  readonly #sites: RecordingSites;
  readonly #clientId: string;

  private constructor(pool: UserPool, sites: RecordingSites, extension: ChromiumExtension, clientId: string) {
    this.pool = pool;
    this.#sites = sites;
    this.extension = extension;
    this.#clientId = clientId;
  }

  /** @param environment variables of the browser's that differ from ours */
  static async start(
    atEnd: AtEnd,
    client: Partial<AppClientSettings>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<SoakWorld> {
    const tls = await tlsCertificate();
    const pool = await startUserPool({ tls, signingKeys: await sharedSigningKeys() });
    atEnd(() => pool.close());
    const sites = await startRecordingSites(tls);
    atEnd(() => sites.close());
    const build = await makeTestBuild(GRANTED);
    atEnd(() => build.remove());
    const rules = hostRules(pool, sites);
    const extension = await launchChromium({
      extensionFolder: build.folder,
      headless: true,
      hostRules: rules,
      environment,
    });
    atEnd(() => extension.close());
    const tab = await extension.openTab();
    await tab.goto(`https://${API}/page`);
    await keepAsking(tab, PAUSE_MS);
    return new SoakWorld(pool, sites, extension, pool.addClient(client).clientId);
  }

  /** The requests that the API page has made so far. */
  get asked(): readonly RecordedRequest[] {
    return this.#sites.requests.filter(({ path }) => path.startsWith('/asked?'));
  }

  /** Those of them that carried a token. */
  get sent(): readonly RecordedRequest[] {
    return this.asked.filter(({ authorization }) => authorization !== undefined);
  }

  /** Those that carried a token after its end, by how much, in ms. */
  get overdueMs(): readonly number[] {
    return this.asked.flatMap(({ authorization, atMs }) => {
      const endMs = tokenEndMs(authorization);
      return endMs !== undefined && atMs >= endMs ? [atMs - endMs] : [];
    });
  }

  /** A page of the extension, opened for this alone: an open popup would ask the background again and again. */
  async inExtension<T>(act: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.extension.openPopup();
    try {
      return await act(page);
    } finally {
      await page.close();
    }
  }

  /** What the popup would be told, of a worker that is started for it if need be. */
  state(page: Page): Promise<PopupState> {
    return page.evaluate(async () => {
      const { value } = await chrome.runtime.sendMessage({ type: 'getState', profileId: null });
      return value;
    });
  }

  /** Sends a message and does not wait for what comes of it, which may be nothing where the worker is killed. */
  async begin(page: Page, message: object): Promise<void> {
    const { profileId } = await this.state(page);
    await page.evaluate(
      (whole) => {
        void chrome.runtime.sendMessage(whole).catch(() => undefined);
      },
      { profileId, ...message },
    );
  }

  /** The message that signs a user in. */
  signIn(username: string): object {
    const { userPoolId } = this.pool;
    const form = { ...EMPTY_FORM, userPoolId, clientId: this.#clientId, apiHosts: API, username };
    return { type: 'signIn', form, credential: PASSWORD };
  }
}
