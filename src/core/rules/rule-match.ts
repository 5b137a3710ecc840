import type { NetRule, RuleCondition } from './header-rules';

/** A request as the browser's rule matcher sees it. */
export interface NetRequest {
  /** As `URL.href` writes it. */
  readonly url: URL;
  /** Lower case. */
  readonly method: string;
  /** A resource type of declarativeNetRequest: `main_frame`, `xmlhttprequest`, … */
  readonly type: string;
  /** Host name of the page that made the request; null for a typed URL and for an opaque origin. */
  readonly initiator: string | null;
  /** Host name of the page in the tab's top frame; null where there is none: then the initiator stands for it. */
  readonly top: string | null;
  /** The tab it is made in; absent where it is not about a certain one. */
  readonly tabId?: number;
}

/** What the rules together do to a request. */
export interface RuleOutcome {
  /** Headers that are set, by name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whether it is sent elsewhere first. */
  readonly isRedirected: boolean;
}

/**
 * What the rules do to a request, as the browsers decide it: of all `allow` and `redirect` rules the one of highest
 * priority counts, and headers are set by the rules above an `allow`; of two that set the same header, the higher.
 * Source: Chrome, "declarativeNetRequest: Rule evaluation"; MDN, "declarativeNetRequest: Matching precedents".
 */
export function outcomeOf(rules: readonly NetRule[], request: NetRequest): RuleOutcome {
  const matching = rules.filter(({ condition }) => matches(condition, request));
  const ranked = matching.toSorted((one, other) => one.priority - other.priority);
  const decisive = ranked.findLast(({ action }) => action.type !== 'modifyHeaders');
  const isRedirected = decisive?.action.type === 'redirect';
  const floor = decisive?.action.type === 'allow' ? decisive.priority : Number.NEGATIVE_INFINITY;
  const headers = new Map<string, string>();
  for (const { priority, action } of ranked) {
    if (action.type !== 'modifyHeaders' || priority <= floor) continue;
    for (const { header, value } of action.requestHeaders) headers.set(header, value);
  }
  return { headers, isRedirected };
}

/** Whether a rule with this condition is about the request. */
export function matches(condition: RuleCondition, request: NetRequest): boolean {
  return (
    matchesUrl(condition, request.url) &&
    isNamed(condition.requestDomains, request.url.hostname) &&
    isNamed(condition.initiatorDomains, request.initiator) &&
    isNamed(condition.topDomains, request.top ?? request.initiator) &&
    matchesTab(condition, request) &&
    matchesType(condition, request.type) &&
    (condition.requestMethods?.includes(request.method) ?? true) &&
    !condition.excludedRequestMethods?.includes(request.method)
  );
}

function matchesUrl({ urlFilter, regexFilter }: RuleCondition, { href }: URL): boolean {
  if (regexFilter !== undefined) return new RegExp(regexFilter).test(href);
  return urlFilter === undefined || new RegExp(patternOf(urlFilter)).test(href);
}

// The few signs of URL filters that our rules use: "|" at the start and at the end, and "^" for a separator.
function patternOf(urlFilter: string): string {
  const literal = urlFilter.replace(/^\||\|$/g, '').replace(/[.[\]()+$?*|\\{}]/g, '\\$&');
  const [start, end] = [urlFilter.startsWith('|') ? '^' : '', urlFilter.endsWith('|') ? '$' : ''];
  return start + literal.replaceAll('^', '(?:[^\\w.%-]|$)') + end;
}

// A domain names itself and all below it, with the dot at its end or without.
function isNamed(domains: readonly string[] | undefined, hostname: string | null): boolean {
  if (!domains) return true;
  const name = hostname?.replace(/\.$/, '');
  return domains.some((domain) => name === domain || name?.endsWith(`.${domain}`));
}

function matchesTab({ tabIds }: RuleCondition, { tabId }: NetRequest): boolean {
  return !tabIds || (tabId !== undefined && tabIds.includes(tabId));
}

function matchesType({ resourceTypes, excludedResourceTypes }: RuleCondition, type: string): boolean {
  if (resourceTypes) return resourceTypes.includes(type);
  if (excludedResourceTypes) return !excludedResourceTypes.includes(type);
  return type !== 'main_frame';
}
