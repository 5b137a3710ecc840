import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { allRules, CHROMIUM, dynamicRules, kindsOf, sessionRules } from '../../testing/desired';
import type { HeaderSource } from './header-source';
import type { NetRule } from './net-rule';
import { type NetRequest, outcomeOf } from './rule-match';

describe('two profiles on one host', () => {
  const alice = { profile: aProfile({ id: 'p2', slot: 2 }), sent: aSentTokens('a.a.a') };
  const bob = { profile: aProfile({ id: 'p1', slot: 1, username: 'bob' }), sent: aSentTokens('b.b.b') };
  const withHeaders = (source: HeaderSource, name: string, accessTokenHeader: string | null = null) => ({
    ...source,
    profile: { ...source.profile, header: { name, prefix: '' }, accessTokenHeader },
  });

  test('keep rules of their own', () => {
    const sources = [alice, { ...bob, sent: null }];
    const rules = sessionRules(sources, CHROMIUM);
    expect(rules.map(({ id }) => id)).toEqual([10_003, 20_001, 20_002, 20_004, 20_006, 20_010]);
    expect(rules.slice(1)).toEqual(sessionRules(sources.slice(0, 1), CHROMIUM));
  });

  test('change places by their priorities alone', () => {
    const withoutPriority = (rules: readonly NetRule[]) => rules.map(({ priority: _, ...rule }) => rule);
    const [one, other] = [allRules([alice, bob]), allRules([bob, alice])];
    expect(withoutPriority(one)).toEqual(withoutPriority(other));
    expect(dynamicRules([alice, bob])).toEqual(dynamicRules([bob, alice]));
  });

  test('need no more rules than each alone where they set the same headers, or are at different hosts', () => {
    expect(sessionRules([alice, bob])).toHaveLength(10);
    expect(sessionRules([withHeaders(alice, 'authorization'), bob])).toHaveLength(10);
    expect(sessionRules([withHeaders(alice, 'X-Token', 'Authorization'), bob])).toHaveLength(10);
    const elsewhere = { ...bob, profile: { ...bob.profile, apiHosts: [aHost('b.example')] } };
    expect(sessionRules([withHeaders(alice, 'X-Token'), elsewhere])).toHaveLength(10);
    expect(sessionRules([withHeaders(alice, 'X-Token'), { ...bob, sent: null }])).toHaveLength(6);
  });

  test('have two more for the first where the second would add a header of its own', () => {
    const added = ['ownPagesAlone', 'ownSocketsAlone', 'frameGuard'];
    for (const sources of [
      [withHeaders(alice, 'X-Token'), bob],
      [alice, withHeaders(bob, 'Authorization', 'X-Access')],
    ]) {
      const rules = sessionRules(sources);
      expect(rules).toHaveLength(12);
      expect(kindsOf(rules.filter(({ id }) => id > 20_006))).toEqual(added);
    }
  });

  test('at hosts of which one lies within the other are kept apart too', () => {
    const at = (source: HeaderSource, typed: string) => ({
      ...source,
      profile: { ...source.profile, apiHosts: [aHost(typed)] },
    });
    for (const [one, other] of [
      ['*.example.com', 'api.example.com/v1'],
      ['api.example.com/v1', '*.example.com'],
      ['*.api.example.com', '*.example.com'],
      ['*.example.com', '*.api.example.com'],
    ] as const) {
      expect(sessionRules([withHeaders(at(alice, one), 'X-Token'), at(bob, other)])).toHaveLength(12);
    }
  });

  test('the second is sent where the first has no token or no say', () => {
    const request: NetRequest = {
      ...{ url: new URL('https://api.example.com/'), method: 'get', type: 'xmlhttprequest' },
      ...{ initiator: 'app.example.org', top: 'app.example.org' },
    };
    const allowing = (source: HeaderSource) => ({
      ...source,
      profile: { ...source.profile, allowedPages: [aPage('app.example.org')] },
    });
    const bearerOf = (...sources: HeaderSource[]) =>
      outcomeOf(allRules(sources), request).headers.get('authorization');
    expect(bearerOf(allowing(alice), allowing(bob))).toBe('Bearer a.a.a');
    expect(bearerOf(allowing(bob), allowing(alice))).toBe('Bearer b.b.b');
    expect(bearerOf(alice, allowing(bob))).toBe('Bearer b.b.b');
    expect(bearerOf({ ...allowing(alice), sent: null }, allowing(bob))).toBe('Bearer b.b.b');
  });
});
