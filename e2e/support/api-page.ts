import type { Page } from 'playwright/test';
import type { RecordingSites } from './recording-sites';
import { API } from './story';

/**
 * A page of the API itself that was loaded before anybody signed in. What it asks for is never held back and may carry
 * the token, so that a request without one says that there is none.
 */
export class ApiPage {
  readonly #tab: Page;
  readonly #sites: RecordingSites;

  private constructor(tab: Page, sites: RecordingSites) {
    this.#tab = tab;
    this.#sites = sites;
  }

  static async open(tab: Page, sites: RecordingSites): Promise<ApiPage> {
    await tab.goto(`https://${API}/page`);
    return new ApiPage(tab, sites);
  }

  /** Asks for something. @returns the Authorization header that arrived with it, undefined if there was none */
  async request(): Promise<string | undefined> {
    const { length } = this.#sites.to(API, '/me');
    await this.#tab.evaluate(async () => (await fetch('/me')).text());
    const arrived = this.#sites.to(API, '/me').slice(length);
    if (arrived.length !== 1) throw new Error(`${arrived.length} requests arrived in the place of one`);
    return arrived[0]?.authorization;
  }

  /** Every token that ever arrived, on whatever host. */
  get tokensArrived(): readonly string[] {
    return this.#sites.requests.flatMap(({ authorization }) => authorization ?? []);
  }
}
