import { coversUrl, hostText, matchPatternOf, parseAllowedPage } from '../profile/api-host';
import { type HostAccess, isAccessible } from '../profile/host-access';
import type { Profile } from '../profile/profile';
import { originOf, pageStanding } from '../rules/own-pages';
import { isOfKind, slotOf } from '../rules/rule-registry';

/** What the popup says of the page in the current tab. */
export type PageView =
  | { readonly kind: 'none' }
  /** A page of an API host itself; `isLoadedWithToken` is null where the browser does not tell. */
  | { readonly kind: 'apiHost'; readonly host: string; readonly isLoadedWithToken: boolean | null }
  /** A page that may, or may not, make the browser send the token to these hosts. */
  | { readonly kind: 'allowed' | 'notAllowed'; readonly origin: string; readonly hosts: readonly string[] };

/**
 * What the popup says of the page in the current tab.
 * @param url the page's
 * @param rulesActed ids of the rules that have acted on the tab's document; null where the browser does not tell
 */
export function pageView(
  profile: Profile,
  url: string,
  rulesActed: readonly number[] | null,
  access: HostAccess,
): PageView {
  const page = URL.canParse(url) ? new URL(url) : null;
  if (!page || !originOf(page, access)) return { kind: 'none' };
  const own = profile.apiHosts.find((host) => coversUrl(host, page));
  if (own) {
    const isLoadedWithToken = rulesActed?.some((id) => isTokenOnNavigation(id, profile)) ?? null;
    return { kind: 'apiHost', host: hostText(own), isLoadedWithToken };
  }
  const { origin } = page;
  const standings = new Map(
    profile.apiHosts.map((host) => [host, pageStanding(profile, host, page, access)]),
  );
  const may = profile.apiHosts.filter((host) => standings.get(host) === 'allowed');
  const open = may.filter((host) => isAccessible(access, matchPatternOf(host)));
  if (open.length > 0) return { kind: 'allowed', origin, hosts: open.map(hostText) };
  const hosts = profile.apiHosts.filter((host) =>
    ['notAllowed', 'accessMissing'].includes(standings.get(host) ?? ''),
  );
  if (!parseAllowedPage(origin).ok || hosts.length === 0) return { kind: 'none' };
  return { kind: 'notAllowed', origin, hosts: hosts.map(hostText) };
}

function isTokenOnNavigation(ruleId: number, { slot }: Profile): boolean {
  const isNavigation = isOfKind(ruleId, 'directNavigation') || isOfKind(ruleId, 'ownNavigation');
  return isNavigation && slotOf(ruleId) === slot;
}
