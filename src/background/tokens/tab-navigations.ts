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

interface Held {
  readonly url: string;
  readonly cause: NavigationCause;
}

// The hold page may ask before the browser tells of its beginning: Firefox has it told by the page that is left, which may
// be busy. Measured: up to some 100 ms on a quiet machine.
const LONGEST_WAIT_MS = 5_000;

/**
 * What tabs navigate to, as the browser tells it, to know who has begun a navigation that waits. Kept in this worker only:
 * one that was not seen from its beginning is trusted by nobody.
 */
export class TabNavigations {
  readonly #navigations = new Map<number, TabNavigation>();
  /** Who asked for the URL that a tab asked for last. */
  readonly #requests = new Map<number, Asked>();
  /** What a tab asked for before, where its page was not there yet as the next navigation began. */
  readonly #overtaken = new Map<number, string>();
  /** How a hold page came about of which no beginning was told yet. */
  readonly #held = new Map<number, Held>();
  readonly #waiting = new Map<number, () => void>();
  readonly #holdPageUrl: string;
  #count = 0;

  constructor({ holdPageUrl }: { readonly holdPageUrl: string }) {
    this.#holdPageUrl = holdPageUrl;
  }

  /** A tab begins to navigate. Firefox may tell of it only after the page is there. */
  begin(tabId: number, url: string): void {
    // Firefox tells of the redirect to the hold page as of another beginning.
    const before = this.#navigations.get(tabId);
    if (this.#isHeld(url) && before) return;
    if (before) this.#overtaken.set(tabId, before.reachedUrl);
    else this.#overtaken.delete(tabId);
    this.#count += 1;
    this.#navigations.set(tabId, {
      ...begunNavigation(url, this.#count),
      cause: this.#takeCause(tabId, url),
    });
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

  /** A tab shows another page. Firefox may tell of it after it has told of the next beginning. */
  commit(tabId: number, url: string, cause: NavigationCause): void {
    if (this.#isHeld(url)) this.#commitHeld(tabId, url.slice(this.#holdPageUrl.length), cause);
    else if (!this.#isOvertaken(tabId, url)) this.close(tabId);
    this.#waiting.get(tabId)?.();
  }

  // Where a navigation has come to its end, the next one begins with nothing.
  close(tabId: number): void {
    this.#navigations.delete(tabId);
    this.#requests.delete(tabId);
    this.#overtaken.delete(tabId);
    this.#held.delete(tabId);
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
    if (!this.#isNewsAwaited(tabId, url)) return false;
    await this.#news(tabId);
    return isKnown();
  }

  #isNewsAwaited(tabId: number, url: string): boolean {
    const navigation = this.#navigations.get(tabId);
    if (!navigation) return false;
    return isAt(navigation, url) ? navigation.cause === null : isAt(navigation, this.#holdPageUrl + url);
  }

  // The cause is of the navigation that this hold page stands for, and of none that has begun since.
  #commitHeld(tabId: number, url: string, cause: NavigationCause): void {
    const navigation = this.#navigations.get(tabId);
    if (navigation && isAt(navigation, url)) {
      this.#navigations.set(tabId, { ...navigation, cause });
      return;
    }
    // Another beginning that was told is what has led here.
    if (navigation && !navigation.isApproved && !isAt(navigation, this.#holdPageUrl + url)) return;
    const held = { url, cause };
    this.#held.set(tabId, held);
    setTimeout(() => {
      if (this.#held.get(tabId) === held) this.#held.delete(tabId);
    }, LONGEST_WAIT_MS);
  }

  /** How the hold page came about that stands for this URL in a tab, where it is there before its beginning was told. */
  #takeCause(tabId: number, url: string): NavigationCause | null {
    const held = this.#held.get(tabId);
    this.#held.delete(tabId);
    return held && isSameDocument(held.url, url) ? held.cause : null;
  }

  #isOvertaken(tabId: number, url: string): boolean {
    const overtaken = this.#overtaken.get(tabId);
    if (overtaken === undefined || !isSameDocument(overtaken, url)) return false;
    this.#overtaken.delete(tabId);
    return true;
  }

  #isHeld(url: string): boolean {
    return url.startsWith(this.#holdPageUrl);
  }

  #initiatorOf(tabId: number, url: string): string | null {
    const asked = this.#requests.get(tabId);
    return asked && isSameDocument(asked.url, url) ? asked.initiator : null;
  }

  #news(tabId: number): Promise<void> {
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
