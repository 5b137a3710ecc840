import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { ChromiumExtension } from '../support/chromium-extension';
import { Popup } from '../support/popup';
import { waitUntil } from '../support/wait-until';
import type { ApiArrival } from './demo-api';
import type { DemoServers } from './demo-servers';

const PICTURES_FOLDER = 'screenshots';
const POPUP_WIDTH = 380;

/** Where the headless story is played: the browser with its popup and a tab, and the servers that judge. */
export class Stage {
  readonly extension: ChromiumExtension;
  readonly servers: DemoServers;
  /** An ordinary browser tab. */
  readonly tab: Page;
  /** The popup, as it was opened last. */
  popup: Popup;
  #pictures = 0;

  constructor(extension: ChromiumExtension, servers: DemoServers, tab: Page, popup: Popup) {
    this.extension = extension;
    this.servers = servers;
    this.tab = tab;
    this.popup = popup;
  }

  static async open(extension: ChromiumExtension, servers: DemoServers): Promise<Stage> {
    const tab = await extension.openTab();
    const popup = await Popup.open(extension);
    await mkdir(PICTURES_FOLDER, { recursive: true });
    return new Stage(extension, servers, tab, popup);
  }

  async reopenPopup(): Promise<void> {
    this.popup = await this.popup.reopen();
  }

  /** Opens the API's address in the tab, as if it were typed. @returns the request as it arrived */
  async openApi(): Promise<ApiArrival> {
    const { apiUrl } = this.servers.pages;
    return this.arrivalOf('document', '/me', () => this.tab.goto(apiUrl));
  }

  /** Waits for the request that an act causes. Its preflight is not meant. */
  async arrivalOf(destination: string, path: string, act: () => Promise<unknown>): Promise<ApiArrival> {
    const seen = this.servers.api.arrivals.length;
    await act();
    return waitUntil(`a request for ${path} (${destination}) at the API`, () =>
      this.servers.api.arrivals
        .slice(seen)
        .find(
          (arrival) =>
            arrival.destination === destination &&
            arrival.method === 'GET' &&
            arrival.path.split('?')[0] === path,
        ),
    );
  }

  /** Saves a picture of the tab, or of another one. */
  async pictureOfTab(name: string, tab = this.tab): Promise<void> {
    await tab.screenshot({ path: this.#nextPath(name) });
  }

  /** Saves a picture of the popup, as large as the popup is. */
  async pictureOfPopup(name: string): Promise<void> {
    const { page } = this.popup;
    const height = await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    // What opens over the page takes its place from the window, which is as large as the popup.
    await page.setViewportSize({ width: POPUP_WIDTH, height });
    await page.screenshot({ path: this.#nextPath(name) });
  }

  /** Saves a picture of the popup in light, and one in dark. */
  async picturesOfPopup(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.popup.page.emulateMedia({ colorScheme });
      await this.pictureOfPopup(`${name}-${colorScheme}`);
    }
    await this.popup.page.emulateMedia({ colorScheme: 'light' });
  }

  #nextPath(name: string): string {
    this.#pictures += 1;
    return join(PICTURES_FOLDER, `${String(this.#pictures).padStart(2, '0')}-${name}.png`);
  }
}
