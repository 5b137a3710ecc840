import type { NavigationPass } from '../session/session';
import { headerChanges } from './header-changes';
import type { NetRule, RuleAction } from './net-rule';
import type { RankedSource } from './ranked-source';
import { firstPassRuleId, rankedPriorityOf, SESSION_KINDS } from './rule-registry';

/**
 * The session rules that let single navigations go on where navigations wait: for one URL, in one tab, until it was sent. A redirect elsewhere at the API host is held again, and so is what the page that was opened goes to next, also
 * before its rule has been taken off. The hold page itself cannot be named: it goes on from a frame of opaque origin.
 * Source: Chrome, "declarativeNetRequest.RuleCondition", `tabIds` (session rules only).
 */
export function passRules(ranked: RankedSource): readonly NetRule[] {
  const { passes = [], approved = [] } = ranked.source;
  return [...passes, ...approved].flatMap((pass) => rulesOf(ranked, pass));
}

function rulesOf(
  { source, rank }: RankedSource,
  { number, tabId, url, tokens, isSpent }: NavigationPass,
): readonly NetRule[] {
  const carried = tokens ?? source.sent;
  const requestHeaders = carried && headerChanges(source.profile, carried);
  if (!requestHeaders) return [];
  const condition = {
    // Chromium matches the whole URL, with its fragment.
    urlFilter: `|${url}|`,
    isUrlFilterCaseSensitive: true,
    resourceTypes: ['main_frame'],
    requestMethods: ['get'],
    tabIds: [tabId],
    excludedInitiatorDomains: [new URL(url).hostname],
  };
  const rule = (kind: 'directNavigation' | 'armed', action: RuleAction): NetRule => ({
    id: firstPassRuleId(source.profile.slot, number) + SESSION_KINDS[kind],
    priority: rankedPriorityOf(kind, rank),
    action,
    condition,
  });
  const header = rule('directNavigation', { type: 'modifyHeaders', requestHeaders });
  return isSpent ? [header] : [header, rule('armed', { type: 'allow' })];
}
