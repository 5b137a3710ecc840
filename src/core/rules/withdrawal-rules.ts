import type { NetRule } from './net-rule';
import { priorityOf, slotOf, WITHDRAWALS, type Withdrawal, withdrawalRuleId } from './rule-registry';

/** A profile whose headers were taken off by something that is yet to be stored. */
export interface Withdrawn {
  readonly slot: number;
  readonly withdrawal: Withdrawal;
}

/**
 * The rule that remembers it, and does nothing else: no request goes to this name (RFC 2606, `.invalid`). It goes in by
 * the one update that takes the headers off, lives as long as they would, and tells the next worker where this one dies
 * before it has stored anything.
 */
export function withdrawalRule({ slot, withdrawal }: Withdrawn): NetRule {
  return {
    id: withdrawalRuleId(slot, withdrawal),
    priority: priorityOf('withdrawal'),
    action: { type: 'allow' },
    condition: { urlFilter: '|https://withdrawn.invalid/', resourceTypes: ['main_frame'] },
  };
}

/** What such rules remember. */
export function withdrawalsIn(rules: readonly NetRule[]): readonly Withdrawn[] {
  return rules.flatMap(({ id }) => {
    const slot = slotOf(id);
    const found = WITHDRAWALS.find((withdrawal) => withdrawalRuleId(slot, withdrawal) === id);
    return found ? [{ slot, withdrawal: found }] : [];
  });
}
