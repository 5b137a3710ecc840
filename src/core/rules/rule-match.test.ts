import { describe, expect, test } from 'vitest';
import type { NetRule, RuleCondition } from './net-rule';
import { matches, type NetRequest, outcomeOf } from './rule-match';

function aRequest(url: string, overrides: Partial<NetRequest> = {}): NetRequest {
  return {
    url: new URL(url),
    method: 'get',
    type: 'xmlhttprequest',
    initiator: 'api.example.com',
    top: 'api.example.com',
    ...overrides,
  };
}

describe('matches', () => {
  test.each<[RuleCondition, Partial<NetRequest>, boolean]>([
    [{}, {}, true],
    [{}, { type: 'main_frame' }, false],
    [{ excludedResourceTypes: ['csp_report'] }, { type: 'main_frame' }, true],
    [{ excludedResourceTypes: ['csp_report'] }, { type: 'csp_report' }, false],
    [{ resourceTypes: ['main_frame'] }, { type: 'main_frame' }, true],
    [{ resourceTypes: ['main_frame'] }, {}, false],
    [{ requestMethods: ['get'] }, {}, true],
    [{ requestMethods: ['get'] }, { method: 'post' }, false],
    [{ excludedRequestMethods: ['options'] }, { method: 'options' }, false],
    [{ initiatorDomains: ['example.com'] }, {}, true],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'example.com.' }, true],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'notexample.com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'example.com.evil.com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: null }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: '' }, false],
    [{ topDomains: ['example.com'] }, { top: 'evil.com' }, false],
    [{ topDomains: ['example.com'] }, { top: null }, true],
    [{ topDomains: ['example.com'] }, { top: null, initiator: 'evil.com' }, false],
    [{ topDomains: ['example.com'] }, { top: null, initiator: null }, false],
    [{ requestDomains: ['example.com'] }, {}, true],
    [{ requestDomains: ['example.org'] }, {}, false],
    [{ urlFilter: '|https://api.example.com/' }, {}, true],
    [{ urlFilter: '|https://apixexample.com/' }, {}, false],
    [{ urlFilter: '|http://api.example.com/' }, {}, false],
    [{ urlFilter: '^sig=' }, {}, true],
    [{ urlFilter: '^ig=' }, {}, false],
    [{ regexFilter: '^https://api\\.example\\.com/' }, {}, true],
    [{ regexFilter: '^http://' }, {}, false],
  ])('%j of a request with %j: %s', (condition, overrides, expected) => {
    expect(matches(condition, aRequest('https://api.example.com/v1?a=1&sig=2', overrides))).toBe(expected);
  });
});

describe('outcomeOf', () => {
  const condition = {};
  const set = (id: number, priority: number, value: string): NetRule => ({
    id,
    priority,
    condition,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'a', operation: 'set', value }] },
  });
  const allow = (priority: number): NetRule => ({ id: 90, priority, condition, action: { type: 'allow' } });
  const redirect = (priority: number): NetRule => ({
    id: 91,
    priority,
    condition,
    action: { type: 'redirect', redirect: { regexSubstitution: 'x' } },
  });
  const headerAfter = (...rules: NetRule[]) => outcomeOf(rules, aRequest('https://a/')).headers.get('a');
  const isRedirected = (...rules: NetRule[]) => outcomeOf(rules, aRequest('https://a/')).isRedirected;

  test('of no rules is nothing', () => {
    expect(outcomeOf([], aRequest('https://a/'))).toEqual({ headers: new Map(), isRedirected: false });
  });

  test('has the header of the highest rule, in whatever order they stand', () => {
    expect(headerAfter(set(1, 30, 'high'), set(2, 20, 'low'))).toBe('high');
    expect(headerAfter(set(2, 20, 'low'), set(1, 30, 'high'))).toBe('high');
  });

  test('has no header of a rule at or below an allow, and all above it', () => {
    expect(headerAfter(set(1, 30, 'x'), allow(60))).toBeUndefined();
    expect(headerAfter(set(1, 30, 'x'), allow(30))).toBeUndefined();
    expect(headerAfter(set(1, 30, 'x'), allow(16))).toBe('x');
  });

  test('is a redirect only where no allow stands above it', () => {
    expect(isRedirected(redirect(12))).toBe(true);
    expect(isRedirected(redirect(12), allow(16))).toBe(false);
    expect(isRedirected(redirect(12), allow(10))).toBe(true);
  });
});
