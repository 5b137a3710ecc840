import { isSame } from '../is-same';
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
  const before = new Map(installed.map((rule) => [rule.id, rule]));
  const addRules = desired.filter((rule) => !isSame(rule, before.get(rule.id)));
  const added = new Set(addRules);
  const kept = new Set(desired.filter((rule) => !added.has(rule)).map(({ id }) => id));
  const removeRuleIds = installed.map(({ id }) => id).filter((id) => !kept.has(id));
  return addRules.length > 0 || removeRuleIds.length > 0 ? { removeRuleIds, addRules } : null;
}
