import type { NetRule } from './net-rule';

/** One atomic change of the installed rules, as `updateSessionRules` takes it. */
export interface RuleChange {
  readonly removeRuleIds: readonly number[];
  readonly addRules: readonly NetRule[];
}

/**
 * What turns the installed rules into the desired ones. A rule that differs is removed and added in the same change,
 * so that no request in between goes without its header.
 * @returns null if nothing has to change
 */
export function ruleChange(desired: readonly NetRule[], installed: readonly NetRule[]): RuleChange | null {
  const fingerprints = new Map(installed.map((rule) => [rule.id, fingerprint(rule)]));
  const addRules = desired.filter((rule) => fingerprints.get(rule.id) !== fingerprint(rule));
  const kept = new Set(desired.filter((rule) => !addRules.includes(rule)).map(({ id }) => id));
  const removeRuleIds = installed.map(({ id }) => id).filter((id) => !kept.has(id));
  return addRules.length > 0 || removeRuleIds.length > 0 ? { removeRuleIds, addRules } : null;
}

// The browser gives rules back with their keys in another order, so compare them with sorted keys.
function fingerprint(rule: NetRule): string {
  return JSON.stringify(rule, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
