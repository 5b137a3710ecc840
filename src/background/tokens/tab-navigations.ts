import type { ApiHost } from '../../core/profile/api-host';
import {
  begunNavigation,
  isAt,
  isSameDocument,
  isTrustedNavigation,
  type NavigationCause,
  redirectedTo,
  type TabNavigation,
} from '../../core/session/tab-navigation';

interface Asked {
  readonly url: string;
  readonly initiator: string | null;
}

// The hold page may ask a moment before the browser tells that it is there.
const LONGEST_WAIT_MS = 1_000;

/**
 * What tabs navigate to, as the browser tells it, to know who has begun a navigation that waits. Kept in this worker only:
 * one that was not seen from its beginning is trusted by nobody.
 */
export class TabNavigations {
  readonly #navigations = new Map<number, TabNavigation>();
  /** Who asked for the URL that a tab asked for last. */
  readonly #requests = new Map<number, Asked>();
  readonly #waiting = new Map<number, () => void>();
  readonly #holdPageUrl: string;
  #count = 0;

  constructor({ holdPageUrl }: { readonly holdPageUrl: string }) {
    this.#holdPageUrl = holdPageUrl;
  }

  begin(tabId: number, url: string): void {
    // Firefox tells of the redirect to the hold page as of another beginning.
    if (this.#isHeld(url) && this.#navigations.has(tabId)) return;
    this.#count += 1;
    this.#navigations.set(tabId, begunNavigation(url, this.#count));
  }

  // The browsers tell of it before or after the beginning.
  request(tabId: number, url: string, initiator: string | null): void {
    this.#requests.set(tabId, { url, initiator });
  }

  redirect(tabId: number, url: string, redirectUrl: string): void {
    if (this.#isHeld(redirectUrl)) return;
    this.#change(tabId, (navigation) => redirectedTo(navigation, url, redirectUrl));
  }

  /** The number of what a tab navigates to now; 0 for nothing. */
  numberOf(tabId: number): number {
    return this.#navigations.get(tabId)?.number ?? 0;
  }

  /** Takes note that a navigation was let through: where it is redirected next needs no question. */
  approve(tabId: number, number: number): void {
    this.#change(tabId, (navigation) =>
      navigation.number === number ? { ...navigation, isApproved: true } : navigation,
    );
  }

  commit(tabId: number, url: string, cause: NavigationCause): void {
    // Where it has come to its end, the next one begins with nothing.
    if (!this.#isHeld(url)) this.close(tabId);
    this.#change(tabId, (navigation) => ({ ...navigation, cause }));
    this.#waiting.get(tabId)?.();
  }

  close(tabId: number): void {
    this.#navigations.delete(tabId);
    this.#requests.delete(tabId);
  }

  /** Whether the navigation that waits in a tab needs no question. Parameters as of `isTrustedNavigation` */
  async isTrusted(tabId: number, url: string, pages: readonly ApiHost[]): Promise<boolean> {
    const isKnown = () => {
      const navigation = this.#navigations.get(tabId);
      return (
        navigation !== undefined && isTrustedNavigation(navigation, url, this.#initiatorOf(tabId, url), pages)
      );
    };
    if (isKnown()) return true;
    const navigation = this.#navigations.get(tabId);
    if (!navigation || navigation.cause || !isAt(navigation, url)) return false;
    await this.#committed(tabId);
    return isKnown();
  }

  #isHeld(url: string): boolean {
    return url.startsWith(this.#holdPageUrl);
  }

  #initiatorOf(tabId: number, url: string): string | null {
    const asked = this.#requests.get(tabId);
    return asked && isSameDocument(asked.url, url) ? asked.initiator : null;
  }

  #committed(tabId: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(tabId, resolve);
      setTimeout(resolve, LONGEST_WAIT_MS);
    });
  }

  #change(tabId: number, change: (navigation: TabNavigation) => TabNavigation): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation) this.#navigations.set(tabId, change(navigation));
  }
}
