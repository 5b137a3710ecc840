import { describe, expect, test } from 'vitest';
import { aProfile } from '../../testing/builders';
import { NO_CACHE } from './header-changes';
import { callbackRuleId } from './rule-registry';
import { withdrawalRule, withdrawalsIn } from './withdrawal-rules';

describe('what was taken off and is yet to be stored', () => {
  const withdrawn = [
    { slot: 0, withdrawal: 'signedOut' },
    { slot: 0, withdrawal: 'switchedOff' },
    { slot: 12, withdrawal: 'signedOut' },
  ] as const;

  test('is found again among the rules, and nothing else is', () => {
    const others = [1, 1_001, callbackRuleId(aProfile().slot)].map((id) => ({
      ...{ id, priority: 1, condition: {} },
      action: { type: 'modifyHeaders' as const, requestHeaders: [NO_CACHE] },
    }));
    expect(withdrawalsIn([...others, ...withdrawn.map(withdrawalRule)])).toEqual(withdrawn);
    expect(withdrawalsIn(others)).toEqual([]);
  });

  test('is a rule that no request of anybody meets', () => {
    for (const { action, condition } of withdrawn.map(withdrawalRule)) {
      expect(action).toEqual({ type: 'allow' });
      expect(new URL(condition.urlFilter?.slice(1) ?? '').hostname).toMatch(/\.invalid$/);
    }
  });
});
