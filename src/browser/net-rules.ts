import browser, { type DeclarativeNetRequest } from 'webextension-polyfill';
import type { NetRule, RuleAbilities } from '../core/rules/net-rule';
import type { RuleChange } from '../core/rules/rule-diff';

/** Rules in memory, which outlive the worker and, in Chromium, even a reload; or rules on disk. */
type RuleSet = 'session' | 'dynamic';

/** The rules that the browser applies now. */
export async function installedRules(ruleSet: RuleSet): Promise<readonly NetRule[]> {
  const { getSessionRules, getDynamicRules } = browser.declarativeNetRequest;
  return (await (ruleSet === 'session' ? getSessionRules() : getDynamicRules())) as unknown as NetRule[];
}

/** Changes a set of rules in one atomic step; where it fails, all stay as they were. */
export async function changeRules(ruleSet: RuleSet, change: RuleChange): Promise<void> {
  const { updateSessionRules, updateDynamicRules } = browser.declarativeNetRequest;
  const update = ruleSet === 'session' ? updateSessionRules : updateDynamicRules;
  await update({
    removeRuleIds: [...change.removeRuleIds],
    addRules: change.addRules as unknown as DeclarativeNetRequest.Rule[],
  });
}

/** What rules may say in this browser. Chromium lists the keys it knows; Firefox refuses a key it does not. */
export function ruleAbilities(): RuleAbilities {
  const { RuleConditionKeys } = browser.declarativeNetRequest as unknown as {
    RuleConditionKeys?: Readonly<Record<string, string>>;
  };
  return { topDomains: Object.values(RuleConditionKeys ?? {}).includes('topDomains') };
}

/**
 * The session rules that have acted on the document that a tab shows; null where the browser does not tell (Firefox)
 * or the user has not opened the popup on that tab. Source: Chrome, "declarativeNetRequest.getMatchedRules".
 */
export async function rulesActedOnTab(tabId: number): Promise<readonly number[] | null> {
  const { getMatchedRules } = browser.declarativeNetRequest as unknown as MatchedRules;
  if (!getMatchedRules) return null;
  const ask = async () =>
    (await getMatchedRules({ tabId })).rulesMatchedInfo
      .filter(({ rule }) => rule.rulesetId === '_session')
      .map(({ rule }) => rule.ruleId);
  // The popup may be there a moment before the access to the tab that it brings.
  return ask()
    .catch(() => new Promise((resolve) => setTimeout(resolve, GRANT_MS)).then(ask))
    .catch(() => null);
}

const GRANT_MS = 300;

interface MatchedRules {
  readonly getMatchedRules?: (filter: {
    readonly tabId: number;
  }) => Promise<{ readonly rulesMatchedInfo: readonly MatchedRule[] }>;
}

interface MatchedRule {
  readonly rule: { readonly ruleId: number; readonly rulesetId: string };
}
