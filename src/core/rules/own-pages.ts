import { type ApiHost, coversName, matchPatternOf } from '../profile/api-host';
import { type HostAccess, isAccessible, isReachable } from '../profile/host-access';
import { type Profile, scopeOf } from '../profile/profile';
import { isNamed } from './rule-match';

/**
 * The places whose pages may use the token of an API host: its own, and the pages that the user allows and has given
 * access to. A page whose access was refused would send nothing that the browser asks the initiator's access for, but
 * would still send what it asks none for.
 */
export function trustedPages(
  { allowedPages }: Pick<Profile, 'allowedPages'>,
  host: ApiHost,
  access: HostAccess,
): readonly ApiHost[] {
  return [host, ...allowedPages.filter((page) => isAccessible(access, matchPatternOf(page)))];
}

/** The domains of these, as rules name them. */
export function initiatorsOf(
  profile: Pick<Profile, 'allowedPages'>,
  host: ApiHost,
  access: HostAccess,
): readonly string[] {
  return [...new Set(trustedPages(profile, host, access).map(({ hostname }) => hostname))];
}

/**
 * The origin by which rules and permissions know a page. The user name and the password in its URL are no part of it.
 * Chromium overlooks a dot at the end of its name; in Firefox that is another name, which no rule can have (measured in
 * Chromium 156 and Firefox 153).
 * @returns null for a page without an origin that can be named: `data:`, `file:`, an extension's, …
 */
export function originOf(page: URL, { dottedNames }: HostAccess): URL | null {
  if (!/^https?:/.test(page.origin)) return null;
  const origin = new URL(dottedNames ? page.origin.replace(/\.(?=:\d+$|$)/, '') : page.origin);
  return origin.hostname.endsWith('.') ? null : origin;
}

/** Whether a page may make the browser send the token to an API host; if not, why. */
export type PageStanding = 'allowed' | 'onlyTyped' | 'accessMissing' | 'notAllowed';

/**
 * Whether what a page requests (by `fetch`, as an image, …) at an API host carries the token. The rules name domains,
 * which stand for all pages below them, of any scheme and port; but the browser adds the header only where the
 * extension has access to the page's own origin as well. Source: Chrome, "declarativeNetRequest: Host permissions".
 * @returns `accessMissing` for a page that the user has named and not given access to, `notAllowed` for any other
 */
export function pageStanding(profile: Profile, host: ApiHost, page: URL, access: HostAccess): PageStanding {
  if (scopeOf(profile, host) === 'onlyTyped') return 'onlyTyped';
  const origin = originOf(page, access);
  if (!origin) return 'notAllowed';
  const isNamedByRules = isNamed(initiatorsOf(profile, host, access), origin.hostname);
  if (isNamedByRules && isReachable(access, origin)) return 'allowed';
  const isMeant = [host, ...profile.allowedPages].some((each) => isPageOf(each, origin));
  return isMeant ? 'accessMissing' : 'notAllowed';
}

// The browsers do not tell a page's ports apart.
function isPageOf(place: ApiHost, page: URL): boolean {
  return coversName(place, page.hostname) && `${place.scheme}:` === page.protocol;
}
