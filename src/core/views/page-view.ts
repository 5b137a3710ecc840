import { type ApiHost, coversName, coversUrl, hostText, parseAllowedPage } from '../profile/api-host';
import { type Profile, scopeOf } from '../profile/profile';
import { RULE_KINDS } from '../rules/header-rules';
import { ruleKindOf } from '../rules/rule-registry';

/** What the popup says of the page in the current tab. */
export type PageView =
  | { readonly kind: 'none' }
  /** A page of an API host itself; `isLoadedWithToken` is null where the browser does not tell. */
  | { readonly kind: 'apiHost'; readonly host: string; readonly isLoadedWithToken: boolean | null }
  /** A page that may, or may not, make the browser send the token to these hosts. */
  | { readonly kind: 'allowed' | 'notAllowed'; readonly origin: string; readonly hosts: readonly string[] };

const NAVIGATION_KINDS: readonly number[] = [RULE_KINDS.directNavigation, RULE_KINDS.ownNavigation];

/**
 * What the popup says of the page in the current tab.
 * @param url the page's
 * @param rulesActed ids of the rules that have acted on the tab's document; null where the browser does not tell
 */
export function pageView(profile: Profile, url: string, rulesActed: readonly number[] | null): PageView {
  if (!/^https?:/.test(url) || !URL.canParse(url)) return { kind: 'none' };
  const page = new URL(url);
  const own = profile.apiHosts.find((host) => coversUrl(host, page));
  if (own) {
    const isLoadedWithToken = rulesActed?.some((id) => NAVIGATION_KINDS.includes(ruleKindOf(id))) ?? null;
    return { kind: 'apiHost', host: hostText(own), isLoadedWithToken };
  }
  const hosts = profile.apiHosts.filter((host) => scopeOf(profile, host) !== 'onlyTyped');
  if (!parseAllowedPage(page.origin).ok || hosts.length === 0) return { kind: 'none' };
  const { origin } = page;
  const open = hosts.filter((host) => [host, ...profile.allowedPages].some((each) => isPageAt(each, page)));
  if (open.length === 0) return { kind: 'notAllowed', origin, hosts: hosts.map(hostText) };
  return { kind: 'allowed', origin, hosts: open.map(hostText) };
}

// The browsers do not tell a page's ports apart.
function isPageAt(allowed: ApiHost, page: URL): boolean {
  return coversName(allowed, page.hostname) && `${allowed.scheme}:` === page.protocol;
}
