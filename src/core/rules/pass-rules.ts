import type { NavigationPass } from '../session/session';
import { headerChanges } from './header-changes';
import type { NetRule, RuleAction } from './net-rule';
import type { RankedSource } from './ranked-source';
import { firstPassRuleId, rankedPriorityOf, SESSION_KINDS } from './rule-registry';

/**
 * The session rules that let single navigations go on, each with a token of its own: for one URL, in one tab, and only
 * as the hold page goes there. A redirect elsewhere at the API host, and the next navigation of the tab, are held again,
 * the latter also before its rule has been taken off.
 * Source: Chrome, "declarativeNetRequest.RuleCondition", `tabIds` (session rules only).
 * @param holdPageUrl its host is that of the extension, whose pages rules know as any other initiator
 */
export function passRules(ranked: RankedSource, holdPageUrl: string): readonly NetRule[] {
  const { passes = [] } = ranked.source;
  const initiator = new URL(holdPageUrl).host;
  return passes.flatMap((pass) => rulesOf(ranked, pass, initiator));
}

function rulesOf(
  { source, rank }: RankedSource,
  { number, tabId, url, tokens }: NavigationPass,
  initiator: string,
): readonly NetRule[] {
  const requestHeaders = headerChanges(source.profile, tokens);
  if (!requestHeaders) return [];
  const condition = {
    // Chromium matches the whole URL, with its fragment.
    urlFilter: `|${url}|`,
    isUrlFilterCaseSensitive: true,
    resourceTypes: ['main_frame'],
    requestMethods: ['get'],
    tabIds: [tabId],
    initiatorDomains: [initiator],
  };
  const rule = (kind: 'directNavigation' | 'armed', action: RuleAction): NetRule => ({
    id: firstPassRuleId(source.profile.slot, number) + SESSION_KINDS[kind],
    priority: rankedPriorityOf(kind, rank),
    action,
    condition,
  });
  return [
    rule('directNavigation', { type: 'modifyHeaders', requestHeaders }),
    rule('armed', { type: 'allow' }),
  ];
}
