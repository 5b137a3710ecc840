import { type ApiHost, coversName } from '../profile/api-host';

/** The navigation of a tab's whole page that is under way or was the last, as far as the browser tells. */
export interface TabNavigation {
  /** No other navigation's. */
  readonly number: number;
  /** Where the chain of redirects was seen to lead last. */
  readonly reachedUrl: string;
  /** Whether it went on by a pass before: the user, or what the user trusts, has begun it. */
  readonly isApproved: boolean;
  /** How it came about, once its page is there; null until then. */
  readonly cause: NavigationCause | null;
}

/** Source: MDN, "webNavigation.TransitionType", "webNavigation.TransitionQualifier". */
export interface NavigationCause {
  readonly transition: string;
  readonly qualifiers: readonly string[];
}

/** A navigation that has just begun. @param url the first, before any redirect */
export function begunNavigation(url: string, number: number): TabNavigation {
  return { number, reachedUrl: url, isApproved: false, cause: null };
}

/** Takes note of a redirect, where it goes on from what the chain has reached. */
export function redirectedTo(navigation: TabNavigation, url: string, redirectUrl: string): TabNavigation {
  return isAt(navigation, url) ? { ...navigation, reachedUrl: redirectUrl } : navigation;
}

/** Whether the chain has reached this URL, as far as it was seen: a redirect of a page that we may not see breaks it. */
export function isAt({ reachedUrl }: TabNavigation, url: string): boolean {
  return isSameDocument(reachedUrl, url);
}

/** Whether two URLs are one but for their fragments, which no request carries. */
export function isSameDocument(one: string, other: string): boolean {
  return withoutFragment(one) === withoutFragment(other);
}

// Begun in the browser's own interface, or again what was begun there: no page can have these.
const USER_TRANSITIONS = [
  ...['typed', 'auto_bookmark', 'generated', 'keyword', 'keyword_generated', 'start_page', 'reload'],
];
const USER_QUALIFIERS = ['from_address_bar', 'forward_back'];

/**
 * Whether a navigation to an API host needs no question: the user has begun it, or an own or an allowed page has.
 * @param url what it asks for
 * @param initiator URL or origin of the page that asks; null where the browser does not tell
 * @param pages the own and the allowed ones
 */
export function isTrustedNavigation(
  navigation: TabNavigation,
  url: string,
  initiator: string | null,
  pages: readonly ApiHost[],
): boolean {
  if (!isAt(navigation, url)) return false;
  const { isApproved, cause } = navigation;
  if (isApproved || (cause && isBegunByUser(cause))) return true;
  return initiator !== null && pages.some((page) => isExactPageOf(page, initiator));
}

function isBegunByUser({ transition, qualifiers }: NavigationCause): boolean {
  return (
    USER_TRANSITIONS.includes(transition) ||
    qualifiers.some((qualifier) => USER_QUALIFIERS.includes(qualifier))
  );
}

/**
 * Whether a page is of this place. Unlike rules, this tells schemes, ports and sub-domains apart.
 * @param initiator its URL or origin
 */
export function isExactPageOf(page: ApiHost, initiator: string): boolean {
  if (!URL.canParse(initiator)) return false;
  const { protocol, hostname, port } = new URL(initiator);
  return protocol === `${page.scheme}:` && coversName(page, hostname) && port === page.port;
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? '';
}
