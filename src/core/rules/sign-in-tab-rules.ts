import type { HostedUiAttempt } from '../session/hosted-ui-attempt';
import type { CallbackState } from './callback-rules';
import { EVERY_RESOURCE_TYPE, type NetRule, NO_TAB, type RuleCondition } from './net-rule';
import { priorityOf, signInTabRuleId } from './rule-registry';

/**
 * While a user signs in on the pool's own pages, what these are shown in is left alone: the hosted UI and the identity
 * providers behind it may lie below an API host, and would else wait for the very token that they are to bring. It gets
 * no token either, of whichever profile.
 * Source: Chrome, "declarativeNetRequest.RuleCondition", `tabIds` and `excludedTabIds` (session rules only).
 */
export function signInTabRules({ profile, session }: CallbackState): readonly NetRule[] {
  if (session.kind !== 'redirected') return [];
  const tabs = tabsOf(session.attempt);
  if (!tabs) return [];
  return [
    {
      id: signInTabRuleId(profile.slot),
      priority: priorityOf('signInTab'),
      action: { type: 'allow' },
      condition: { ...tabs, ...EVERY_RESOURCE_TYPE },
    },
  ];
}

function tabsOf({ tabId, otherTabIds }: HostedUiAttempt): RuleCondition | null {
  if (tabId !== null) return { tabIds: [tabId] };
  // Of a tab that the browser opens by itself we know only that it is new. What belongs to no tab is not its own.
  return otherTabIds.length > 0 ? { excludedTabIds: [NO_TAB, ...otherTabIds] } : null;
}
