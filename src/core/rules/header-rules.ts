import type { ApiHost } from '../profile/api-host';
import { carriesInFrames, type Profile, scopeOf } from '../profile/profile';
import { hostFilter, socketFilter } from './host-filter';
import { EVERY_RESOURCE_TYPE, type NetRule, type RuleBrowser, type RuleCondition } from './net-rule';
import { initiatorsOf } from './own-pages';
import { isContested, type RankedSource } from './ranked-source';
import { type RankedKind, rankedPriorityOf, SESSION_KINDS } from './rule-registry';
import { type RuledHost, ruledHosts } from './ruled-hosts';

/** Who may send the token, as the kind of its rule and of the `allow` rule that keeps other profiles' headers off. */
interface Way {
  readonly kind: RankedKind;
  readonly alone: RankedKind;
  readonly condition: RuleCondition;
}

const DIRECT = { resourceTypes: ['main_frame'], requestMethods: ['get', 'head'] };

/**
 * The session rules that put a profile's token on requests to its API hosts. Those of single navigations:
 * `pass-rules.ts`.
 */
export function headerRules(ranked: RankedSource, browser: HeaderBrowser): readonly NetRule[] {
  const { access } = browser;
  const hosts = ruledHosts(ranked.source.profile, access);
  return hosts.flatMap((each) => rulesOf(ranked, each, browser));
}

type HeaderBrowser = Pick<RuleBrowser, 'abilities' | 'access'>;

function rulesOf(
  ranked: RankedSource,
  { host, firstId }: RuledHost,
  browser: HeaderBrowser,
): readonly NetRule[] {
  const { source, rank, changes } = ranked;
  if (!changes) return [];
  const rule = (kind: RankedKind, action: NetRule['action'], condition: RuleCondition): NetRule => ({
    id: firstId + SESSION_KINDS[kind],
    priority: rankedPriorityOf(kind, rank),
    action,
    condition,
  });
  const isAlone = isContested(ranked, host);
  return waysOf(source, host, browser).flatMap(({ kind, alone, condition }) => {
    const header = rule(kind, { type: 'modifyHeaders', requestHeaders: changes }, condition);
    // A typed URL always has the `allow` rule: it switches the hold off, which is otherwise wanted for it alone.
    return isAlone || alone === 'armed' ? [header, rule(alone, { type: 'allow' }, condition)] : [header];
  });
}

/**
 * Where a profile below sets a header that this one does not, its token would travel along on a request of this one's:
 * three more `allow` rules a host (8 in place of 5) prevent that. Where all profiles set the same headers, as most do,
 * the higher rule wins without them, and they are left out: the browsers take 5,000 session rules.
 */
function waysOf(
  { profile, passes }: RankedSource['source'],
  host: ApiHost,
  browser: HeaderBrowser,
): readonly Way[] {
  const scope = scopeOf(profile, host);
  const direct: Way = {
    kind: 'directNavigation',
    alone: 'armed',
    condition: { ...hostFilter(host), ...DIRECT },
  };
  const own = ownWays(profile, host, browser);
  if (scope === 'onlyTyped') return passes ? [] : [direct];
  if (scope === 'onlyPages') return own;
  return passes || scope === 'asksFirst' ? own.map(withoutHeld) : [direct, ...own];
}

/**
 * Requests that the API host's own pages and the allowed pages make. `initiatorDomains` is what keeps the token from
 * every other page, and from sandboxed and `data:` frames, whose opaque origin no domain matches. Preflights
 * (OPTIONS) stay bare. Methods are excluded, not listed: a list would leave out WebSockets in Chromium.
 * A domain also stands for all pages below it and for its http twin. What keeps the token from those is that the browser
 * wants access to the page's own origin as well; but it does not ask for that where the request is a frame or a
 * navigation (measured in Chromium 156 and Firefox 153). So these carry nothing, unless the user wants it.
 * Where the browser takes `topDomains`, an own page that a foreign one has framed gets nothing either. A navigation is
 * its own top frame, so it needs a rule without it; a service worker's request has none, and Chromium then looks at its
 * initiator. Source: Chrome, "declarativeNetRequest.RuleCondition".
 */
function ownWays(
  profile: Profile,
  host: ApiHost,
  { abilities: { topDomains }, access }: HeaderBrowser,
): readonly Way[] {
  const initiators = initiatorsOf(profile, host, access);
  const isWithFrames = carriesInFrames(profile, host);
  const own = { initiatorDomains: initiators, excludedRequestMethods: ['options'] };
  const framed = topDomains ? { ...own, topDomains: initiators } : own;
  const filter = hostFilter(host);
  const excludedResourceTypes = isWithFrames ? NAVIGATION : [...NAVIGATION, ...FRAMES];
  const embedded = { ...filter, ...framed, excludedResourceTypes };
  const navigation = { ...filter, ...own, resourceTypes: ['main_frame'] };
  const sockets = { ...socketFilter(host), ...framed, ...EVERY_RESOURCE_TYPE };
  const within: readonly Way[] = [
    { kind: 'ownPages', alone: 'ownPagesAlone', condition: embedded },
    { kind: 'ownSockets', alone: 'ownSocketsAlone', condition: sockets },
  ];
  return isWithFrames
    ? [...within, { kind: 'ownNavigation', alone: 'ownNavigationAlone', condition: navigation }]
    : within;
}

const NAVIGATION = ['main_frame', 'csp_report'];
const FRAMES = ['sub_frame'];

// A navigation that only reads waits on the hold page, also from an own page: it never carries the shared token from here.
function withoutHeld(way: Way): Way {
  if (way.kind !== 'ownNavigation') return way;
  return { ...way, condition: { ...way.condition, excludedRequestMethods: ['options', 'get'] } };
}
