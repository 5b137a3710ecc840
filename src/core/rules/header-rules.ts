import type { ApiHost } from '../profile/api-host';
import { scopeOf } from '../profile/profile';
import { hostFilter, socketFilter } from './host-filter';
import { EVERY_RESOURCE_TYPE, type NetRule, type RuleAbilities, type RuleCondition } from './net-rule';
import { initiatorsOf } from './own-pages';
import { isContested, type RankedSource } from './ranked-source';
import { firstRuleId, type RankedKind, rankedPriorityOf, SESSION_KINDS } from './rule-registry';

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
export function headerRules(ranked: RankedSource, abilities: RuleAbilities): readonly NetRule[] {
  return ranked.source.profile.apiHosts.flatMap((host, index) => rulesOf(ranked, host, index, abilities));
}

function rulesOf(
  ranked: RankedSource,
  host: ApiHost,
  hostIndex: number,
  abilities: RuleAbilities,
): readonly NetRule[] {
  const { source, rank, changes } = ranked;
  if (!changes) return [];
  const rule = (kind: RankedKind, action: NetRule['action'], condition: RuleCondition): NetRule => ({
    id: firstRuleId(source.profile.slot, hostIndex) + SESSION_KINDS[kind],
    priority: rankedPriorityOf(kind, rank),
    action,
    condition,
  });
  const isAlone = isContested(ranked, host);
  return waysOf(source, host, abilities).flatMap(({ kind, alone, condition }) => {
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
  abilities: RuleAbilities,
): readonly Way[] {
  const scope = scopeOf(profile, host);
  const direct: Way = {
    kind: 'directNavigation',
    alone: 'armed',
    condition: { ...hostFilter(host), ...DIRECT },
  };
  const own = ownWays(host, initiatorsOf(profile, host), abilities);
  if (scope === 'onlyTyped') return passes ? [] : [direct];
  if (scope === 'onlyPages') return own;
  return passes ? own.map(withoutHeld) : [direct, ...own];
}

/**
 * Requests that the API host's own pages and the allowed pages make. `initiatorDomains` is what keeps the token from
 * every other page, and from sandboxed and `data:` frames, whose opaque origin no domain matches. Preflights
 * (OPTIONS) stay bare. Methods are excluded, not listed: a list would leave out WebSockets in Chromium.
 * Where the browser takes `topDomains`, an own page that a foreign one has framed gets nothing either. A navigation is
 * its own top frame, so it needs a rule without it; a service worker's request has none, and Chromium then looks at its
 * initiator. Source: Chrome, "declarativeNetRequest.RuleCondition".
 */
function ownWays(
  host: ApiHost,
  initiators: readonly string[],
  { topDomains }: RuleAbilities,
): readonly Way[] {
  const own = { initiatorDomains: initiators, excludedRequestMethods: ['options'] };
  const framed = topDomains ? { ...own, topDomains: initiators } : own;
  const filter = hostFilter(host);
  const embedded = { ...filter, ...framed, excludedResourceTypes: ['main_frame', 'csp_report'] };
  const navigation = { ...filter, ...own, resourceTypes: ['main_frame'] };
  const sockets = { ...socketFilter(host), ...framed, ...EVERY_RESOURCE_TYPE };
  return [
    { kind: 'ownPages', alone: 'ownPagesAlone', condition: embedded },
    { kind: 'ownNavigation', alone: 'ownNavigationAlone', condition: navigation },
    { kind: 'ownSockets', alone: 'ownSocketsAlone', condition: sockets },
  ];
}

// A navigation that only reads waits for a token of its own, also from an own page: it never carries the shared one.
function withoutHeld(way: Way): Way {
  if (way.kind !== 'ownNavigation') return way;
  return { ...way, condition: { ...way.condition, excludedRequestMethods: ['options', 'get'] } };
}
