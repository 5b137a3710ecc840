import { type NetRule, NO_TAB, type RuleCondition } from './net-rule';

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

/** The rules that act on a request. */
export interface ActingRules {
  /** Those that set headers, the highest last. */
  readonly headers: readonly NetRule[];
  /** Of the others the highest, which decides; several where they are equal. */
  readonly decisive: readonly NetRule[];
}

/**
 * Which rules act on a request, as the browsers decide it: of all `allow`, `block` and `redirect` rules the one of
 * highest priority counts, and headers are set by the rules above an `allow`.
 * Source: Chrome, "declarativeNetRequest: Rule evaluation"; MDN, "declarativeNetRequest: Matching precedents".
 */
export function actingRules(rules: readonly NetRule[], request: NetRequest): ActingRules {
  const matching = rules
    .filter(({ condition }) => matches(condition, request))
    .toSorted((one, other) => one.priority - other.priority);
  const highest = matching.findLast(({ action }) => action.type !== 'modifyHeaders');
  const floor = highest?.action.type === 'allow' ? highest.priority : Number.NEGATIVE_INFINITY;
  const isHeader = ({ action }: NetRule) => action.type === 'modifyHeaders';
  return {
    headers: matching.filter((rule) => isHeader(rule) && rule.priority > floor),
    decisive: matching.filter((rule) => !isHeader(rule) && rule.priority === highest?.priority),
  };
}

/** What the rules do to a request; of two that set the same header, the higher counts. */
export function outcomeOf(rules: readonly NetRule[], request: NetRequest): RuleOutcome {
  const acting = actingRules(rules, request);
  const headers = new Map<string, string>();
  for (const { action } of acting.headers) {
    if (action.type !== 'modifyHeaders') continue;
    for (const { header, value } of action.requestHeaders) headers.set(header, value);
  }
  return { headers, isRedirected: acting.decisive.at(-1)?.action.type === 'redirect' };
}

/** Whether a rule with this condition is about the request. */
export function matches(condition: RuleCondition, request: NetRequest): boolean {
  return (
    isNamed(condition.requestDomains, request.url.hostname) &&
    isNamed(condition.initiatorDomains, request.initiator) &&
    !(condition.excludedInitiatorDomains && isNamed(condition.excludedInitiatorDomains, request.initiator)) &&
    isNamed(condition.topDomains, request.top ?? request.initiator) &&
    matchesTab(condition, request) &&
    matchesType(condition, request.type) &&
    (condition.requestMethods?.includes(request.method) ?? true) &&
    !condition.excludedRequestMethods?.includes(request.method) &&
    // Last, since it takes the longest.
    matchesUrl(condition, request.url)
  );
}

function matchesUrl(condition: RuleCondition, { href }: URL): boolean {
  const { urlFilter, regexFilter, isUrlFilterCaseSensitive = false } = condition;
  const flags = isUrlFilterCaseSensitive ? '' : 'i';
  if (regexFilter !== undefined) return new RegExp(regexFilter, flags).test(href);
  return urlFilter === undefined || new RegExp(patternOf(urlFilter), flags).test(href);
}

// The few signs of URL filters that our rules use: "|" at the start and at the end, and "^" for a separator.
function patternOf(urlFilter: string): string {
  const literal = urlFilter.replace(/^\||\|$/g, '').replace(/[.[\]()+$?*|\\{}]/g, '\\$&');
  const [start, end] = [urlFilter.startsWith('|') ? '^' : '', urlFilter.endsWith('|') ? '$' : ''];
  return start + literal.replaceAll('^', '(?:[^\\w.%-]|$)') + end;
}

/** Whether one of these domains, if there are any, names the host: itself, or all below it, with a dot at its end or without. */
export function isNamed(domains: readonly string[] | undefined, hostname: string | null): boolean {
  if (!domains) return true;
  const name = hostname?.replace(/\.$/, '');
  return domains.some((domain) => name === domain || name?.endsWith(`.${domain}`));
}

function matchesTab({ tabIds, excludedTabIds }: RuleCondition, { tabId = NO_TAB }: NetRequest): boolean {
  return (tabIds?.includes(tabId) ?? true) && !excludedTabIds?.includes(tabId);
}

function matchesType({ resourceTypes, excludedResourceTypes }: RuleCondition, type: string): boolean {
  if (resourceTypes) return resourceTypes.includes(type);
  if (excludedResourceTypes) return !excludedResourceTypes.includes(type);
  return type !== 'main_frame';
}
