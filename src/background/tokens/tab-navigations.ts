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

/** A request that the browser may have sent to the hold page, and whose it was. */
interface Held {
  readonly url: string;
  readonly initiator: string | null;
}

/** A page that is there, of whose beginning nothing was told yet. */
interface Unbegun {
  readonly url: string;
  /** How it came about, where the hold page stands for it; null where it is the page itself. */
  readonly cause: NavigationCause | null;
}

// Firefox tells of a beginning from the process of the page that is left, of the new page from that page's process, and of
// requests from a third: which comes first is open. Measured: up to 100 ms on a quiet machine, 1.5 s on a busy one.
const LONGEST_WAIT_MS = 5_000;

/**
 * What tabs navigate to, as the browser tells it, to know who has begun a navigation that waits. Kept in this worker only:
 * one that was not seen from its beginning is trusted by nobody.
 */
export class TabNavigations {
  readonly #navigations = new Map<number, TabNavigation>();
  readonly #held = new Map<number, Held>();
  /** URLs of pages that are there, and of whose requests that were held nothing was told yet. */
  readonly #overdue = new Map<number, string>();
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
    this.#wake(tabId);
  }

  /**
   * A tab asks for a URL. The browsers tell of it before or after the beginning. Where they do not say for whom, it may
   * have been let through just now: then only its redirect to the hold page counts.
   */
  request(tabId: number, url: string, initiator: string | null): void {
    if (initiator !== null) this.#hold(tabId, { url, initiator });
  }

  /** What it asked for leads elsewhere. Chromium does not tell where this leads on to the hold page. */
  redirect(tabId: number, url: string, redirectUrl: string, initiator: string | null): void {
    if (this.#isHeld(redirectUrl)) this.#hold(tabId, { url, initiator });
    else this.#change(tabId, (navigation) => redirectedTo(navigation, url, redirectUrl));
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
    this.#wake(tabId);
  }

  // Where a navigation has come to its end, the next one begins with nothing.
  close(tabId: number): void {
    this.#navigations.delete(tabId);
    this.#held.delete(tabId);
    this.#unbegun.delete(tabId);
  }

  /** Whether the navigation that waits in a tab needs no question. Parameters as of `isTrustedNavigation` */
  async isTrusted(tabId: number, url: string, pages: readonly ApiHost[]): Promise<boolean> {
    const isKnown = () => {
      const navigation = this.#navigations.get(tabId);
      const initiator = this.#heldFor(tabId, url)?.initiator ?? null;
      return navigation !== undefined && isTrustedNavigation(navigation, url, initiator, pages);
    };
    const timeIsUp = AbortSignal.timeout(LONGEST_WAIT_MS);
    while (!isKnown() && this.#isNewsAwaited(tabId, url) && !timeIsUp.aborted) {
      await this.#news(tabId, timeIsUp);
    }
    return isKnown();
  }

  #isNewsAwaited(tabId: number, url: string): boolean {
    const navigation = this.#navigations.get(tabId);
    if (!navigation) return true;
    if (isAt(navigation, url)) return !navigation.cause || !this.#heldFor(tabId, url);
    return this.#isUnbegun(tabId, url) || this.#isOfHoldPage(navigation, url);
  }

  #hold(tabId: number, held: Held): void {
    // It was held once: what comes so late is of no later navigation.
    const overdue = this.#overdue.get(tabId);
    if (overdue !== undefined && isSameDocument(overdue, held.url)) return;
    this.#held.set(tabId, held);
    this.#wake(tabId);
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
    forAWhile(this.#unbegun, tabId, { url, cause });
  }

  #commitPage(tabId: number, url: string): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation?.cause && !this.#heldFor(tabId, url)) forAWhile(this.#overdue, tabId, url);
    this.close(tabId);
    if (!navigation || !isAt(navigation, url)) forAWhile(this.#unbegun, tabId, { url, cause: null });
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

  #heldFor(tabId: number, url: string): Held | null {
    const held = this.#held.get(tabId);
    return held && isSameDocument(held.url, url) ? held : null;
  }

  #news(tabId: number, timeIsUp: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const others = this.#waiting.get(tabId);
      this.#waiting.set(tabId, () => {
        others?.();
        resolve();
      });
      timeIsUp.addEventListener('abort', () => resolve());
    });
  }

  #wake(tabId: number): void {
    const wake = this.#waiting.get(tabId);
    this.#waiting.delete(tabId);
    wake?.();
  }

  #change(tabId: number, change: (navigation: TabNavigation) => TabNavigation): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation) this.#navigations.set(tabId, change(navigation));
  }
}

/** Keeps what a tab waits for, not longer than the browser takes to tell it. */
function forAWhile<Value>(waits: Map<number, Value>, tabId: number, value: Value): void {
  waits.set(tabId, value);
  setTimeout(() => {
    if (waits.get(tabId) === value) waits.delete(tabId);
  }, LONGEST_WAIT_MS);
}
