import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost, aProfile, aSentTokens } from '../../testing/builders';
import { sessionRules } from '../../testing/desired';
import type { NetRule } from './net-rule';
import { type RuleChange, ruleChange } from './rule-diff';

const profile = aProfile({ slot: 1, apiHosts: [aHost('api.example.com'), aHost('localhost:3000')] });

function rulesWith(jwt: string | null): readonly NetRule[] {
  return sessionRules([{ profile, sent: jwt === null ? null : aSentTokens(jwt) }]);
}

/** The same rules with every key of every object in reverse order, as a browser may give them back. */
function reordered<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reordered) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, reordered(entry)] as const);
  return Object.fromEntries(entries.reverse()) as T;
}

/** What `updateSessionRules` does: removes, then adds, and throws for an id that is there already. */
function apply(installed: readonly NetRule[], change: RuleChange | null): readonly NetRule[] {
  if (!change) return installed;
  const kept = installed.filter(({ id }) => !change.removeRuleIds.includes(id));
  for (const { id } of change.addRules) {
    if (kept.some((rule) => rule.id === id)) throw new Error(`rule ${id} is installed already`);
  }
  return [...kept, ...change.addRules].sort((one, other) => one.id - other.id);
}

describe('ruleChange', () => {
  test('changes nothing where nothing differs', () => {
    expect(ruleChange([], [])).toBeNull();
    expect(ruleChange(rulesWith('a.a.a'), rulesWith('a.a.a'))).toBeNull();
  });

  test('does not mind the order of keys or of rules', () => {
    const installed = reordered(rulesWith('a.a.a')).toReversed();
    expect(JSON.stringify(installed)).not.toBe(JSON.stringify(rulesWith('a.a.a')));
    expect(ruleChange(rulesWith('a.a.a'), installed)).toBeNull();
  });

  test('adds what is missing', () => {
    const desired = rulesWith('a.a.a');
    expect(ruleChange(desired, desired.slice(0, 1))).toEqual({
      removeRuleIds: [],
      addRules: desired.slice(1),
    });
  });

  test('replaces a rule whose token is new by removing and adding its id in one change, and leaves the rest', () => {
    const desired = rulesWith('b.b.b');
    expect(ruleChange(desired, rulesWith('a.a.a'))).toEqual({
      removeRuleIds: [10001, 10002, 10004, 10021, 10022, 10024],
      addRules: desired.filter(({ id, action }) => action.type === 'modifyHeaders' && id % 20 < 10),
    });
  });

  test('replaces only the rules that differ', () => {
    const desired = rulesWith('a.a.a');
    const installed = desired.map((rule) => (rule.id === 10002 ? { ...rule, priority: 99 } : rule));
    expect(ruleChange(desired, installed)).toEqual({ removeRuleIds: [10002], addRules: [desired[1]] });
  });

  test('removes what nobody wants any more, such as the token rules after a sign-out', () => {
    expect(ruleChange(rulesWith(null), rulesWith('a.a.a'))).toEqual({
      removeRuleIds: [10001, 10002, 10004, 10006, 10010, 10021, 10022, 10024, 10026, 10030],
      addRules: rulesWith(null),
    });
    expect(ruleChange([], rulesWith(null))).toEqual({ removeRuleIds: [10003, 10023], addRules: [] });
  });

  const pool = ['a.a.a', 'b.b.b', null].flatMap((jwt) => rulesWith(jwt));
  const sets = fc
    .uniqueArray(fc.constantFrom(...pool), { selector: ({ id }) => id })
    .map((rules) => rules.toSorted((one, other) => one.id - other.id));

  test('turns any installed rules into any desired ones, once and for all', () => {
    fc.assert(
      fc.property(sets, sets, (desired, installed) => {
        const after = apply(installed, ruleChange(desired, reordered(installed)));
        expect(after).toEqual(desired);
        expect(ruleChange(desired, after)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });
});
