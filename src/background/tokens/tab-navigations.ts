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

/** A page that is there, of whose beginning nothing was told yet. */
interface Unbegun {
  readonly url: string;
  /** How it came about, where the hold page stands for it; null where it is the page itself. */
  readonly cause: NavigationCause | null;
}

// In Firefox the process of the page that is left tells of a beginning, and that of the new page that it is there: which
// comes first is open. Measured: some 100 ms on a quiet machine.
const LONGEST_WAIT_MS = 5_000;

/**
 * What tabs navigate to, as the browser tells it, to know who has begun a navigation that waits. Kept in this worker only:
 * one that was not seen from its beginning is trusted by nobody.
 */
export class TabNavigations {
  readonly #navigations = new Map<number, TabNavigation>();
  /** Who asked for the URL that a tab asked for last. */
  readonly #requests = new Map<number, Asked>();
  readonly #unbegun = new Map<number, Unbegun>();
  readonly #waiting = new Map<number, () => void>();
  readonly #holdPageUrl: string;
  #count = 0;

  constructor({ holdPageUrl }: { readonly holdPageUrl: string }) {
    this.#holdPageUrl = holdPageUrl;
  }

  /** A tab begins to navigate. Firefox may tell of it only after the page is there. */
  begin(tabId: number, url: string): void {
    // Firefox tells of the redirect to the hold page as of another beginning.
    if (this.#isHeld(url) && this.#navigations.has(tabId)) return;
    const late = this.#takeUnbegun(tabId, url);
    if (late && !late.cause) return;
    this.#count += 1;
    this.#navigations.set(tabId, { ...begunNavigation(url, this.#count), cause: late?.cause ?? null });
    this.#waiting.get(tabId)?.();
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

  /** Whether what a tab navigates to was let through. */
  isApproved(tabId: number): boolean {
    return this.#navigations.get(tabId)?.isApproved ?? false;
  }

  /** Takes note that a navigation was let through: where it is redirected next needs no question. */
  approve(tabId: number, number: number): void {
    this.#change(tabId, (navigation) =>
      navigation.number === number ? { ...navigation, isApproved: true } : navigation,
    );
  }

  /** A tab shows another page. */
  commit(tabId: number, url: string, cause: NavigationCause): void {
    if (this.#isHeld(url)) this.#commitHeld(tabId, url.slice(this.#holdPageUrl.length), cause);
    else this.#commitPage(tabId, url);
    this.#waiting.get(tabId)?.();
  }

  // Where a navigation has come to its end, the next one begins with nothing.
  close(tabId: number): void {
    this.#navigations.delete(tabId);
    this.#requests.delete(tabId);
    this.#unbegun.delete(tabId);
  }

  /** Whether the navigation that waits in a tab needs no question. Parameters as of `isTrustedNavigation` */
  async isTrusted(tabId: number, url: string, pages: readonly ApiHost[]): Promise<boolean> {
    const isKnown = () => {
      const navigation = this.#navigations.get(tabId);
      return (
        navigation !== undefined && isTrustedNavigation(navigation, url, this.#initiatorOf(tabId, url), pages)
      );
    };
    const timeIsUp = AbortSignal.timeout(LONGEST_WAIT_MS);
    while (!isKnown() && this.#isNewsAwaited(tabId, url) && !timeIsUp.aborted) {
      await this.#news(tabId, timeIsUp);
    }
    return isKnown();
  }

  #isNewsAwaited(tabId: number, url: string): boolean {
    const navigation = this.#navigations.get(tabId);
    if (navigation && isAt(navigation, url)) return navigation.cause === null;
    return this.#isUnbegun(tabId, url) || (navigation !== undefined && this.#isOfHoldPage(navigation, url));
  }

  // The cause is of the navigation that this hold page stands for, and of none that has begun since.
  #commitHeld(tabId: number, url: string, cause: NavigationCause): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation && isAt(navigation, url)) {
      this.#navigations.set(tabId, { ...navigation, cause });
      return;
    }
    // Another beginning that was told is what has led here.
    if (navigation && !navigation.isApproved && !this.#isOfHoldPage(navigation, url)) return;
    this.#awaitBeginning(tabId, { url, cause });
  }

  #commitPage(tabId: number, url: string): void {
    const navigation = this.#navigations.get(tabId);
    this.close(tabId);
    if (!navigation || !isAt(navigation, url)) this.#awaitBeginning(tabId, { url, cause: null });
  }

  #awaitBeginning(tabId: number, unbegun: Unbegun): void {
    this.#unbegun.set(tabId, unbegun);
    setTimeout(() => {
      if (this.#unbegun.get(tabId) === unbegun) this.#unbegun.delete(tabId);
    }, LONGEST_WAIT_MS);
  }

  /** What is there already of what begins. What began before that is of no more interest. */
  #takeUnbegun(tabId: number, url: string): Unbegun | null {
    const unbegun = this.#isUnbegun(tabId, url) ? this.#unbegun.get(tabId) : null;
    this.#unbegun.delete(tabId);
    return unbegun ?? null;
  }

  #isUnbegun(tabId: number, url: string): boolean {
    const unbegun = this.#unbegun.get(tabId);
    return unbegun !== undefined && isSameDocument(unbegun.url, url);
  }

  /** Whether all that was told of a navigation is that it has led to the hold page for a URL. */
  #isOfHoldPage(navigation: TabNavigation, url: string): boolean {
    return isAt(navigation, this.#holdPageUrl + url);
  }

  #isHeld(url: string): boolean {
    return url.startsWith(this.#holdPageUrl);
  }

  #initiatorOf(tabId: number, url: string): string | null {
    const asked = this.#requests.get(tabId);
    return asked && isSameDocument(asked.url, url) ? asked.initiator : null;
  }

  #news(tabId: number, timeIsUp: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(tabId, resolve);
      timeIsUp.addEventListener('abort', () => resolve());
    });
  }

  #change(tabId: number, change: (navigation: TabNavigation) => TabNavigation): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation) this.#navigations.set(tabId, change(navigation));
  }
}
