import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { CHROMIUM, FIREFOX, headersOf, sessionRules } from '../../testing/desired';
import { hostText } from '../profile/api-host';
import type { Profile } from '../profile/profile';
import { HOST_SCOPES } from '../profile/settings';
import type { HeaderSource } from './header-source';
import type { NetRule } from './net-rule';

const sent = aSentTokens('aaa.bbb.ccc');

function isTokenRule(rule: NetRule): boolean {
  return headersOf(rule).some(({ header }) => header.toLowerCase() === 'authorization');
}

describe('of any profiles', () => {
  const hosts = fc
    .uniqueArray(
      fc.constantFrom(
        'api.example.com',
        'api.example.com:8443',
        'b.example',
        'localhost:3000',
        '[::1]',
        '192.0.2.7',
        '*.example.com',
        'c.example/v1',
        '*.d.example:8443/v1/',
      ),
      { minLength: 1 },
    )
    .map((typed) => typed.map(aHost));
  const pages = fc
    .array(fc.constantFrom('app.example.org', 'localhost:5173'))
    .map((typed) => typed.map(aPage));
  const manyHosts = fc
    .integer({ min: 1, max: 50 })
    .map((count) => Array.from({ length: count }, (_, index) => aHost(`api${index}.example.com`)));
  const profiles: fc.Arbitrary<Profile> = fc
    .record({
      slot: fc.nat(2_000),
      apiHosts: fc.oneof(hosts, manyHosts),
      allowedPages: pages,
      scope: fc.constantFrom(...HOST_SCOPES),
    })
    .map(({ scope, ...rest }) =>
      aProfile({
        ...rest,
        hostScopes: Object.fromEntries(rest.apiHosts.map((host) => [hostText(host), scope])),
      }),
    );
  const abilities = fc.constantFrom(CHROMIUM, FIREFOX);
  const sources: fc.Arbitrary<HeaderSource> = fc.record({
    profile: profiles,
    sent: fc.constantFrom(null, sent),
  });
  const sets = fc.uniqueArray(sources, { maxLength: 4, selector: ({ profile }) => profile.slot });

  test('no rule sends the token for an initiator that nobody named, but for GET and HEAD navigations', () => {
    fc.assert(
      fc.property(sets, abilities, (set, can) => {
        for (const { condition } of sessionRules(set, can).filter(isTokenRule)) {
          if (condition.initiatorDomains) {
            expect(condition.initiatorDomains.length).toBeGreaterThan(0);
            expect(condition.excludedRequestMethods).toEqual(['options']);
            // Only a navigation and a worker have no page around them.
            const isFramed = condition.topDomains !== undefined;
            const isAlone = condition.resourceTypes?.[0] === 'main_frame';
            expect(isFramed).toBe(can.topDomains && !isAlone);
          } else {
            expect(condition.resourceTypes).toEqual(['main_frame']);
            expect(condition.requestMethods).toEqual(['get', 'head']);
          }
        }
      }),
    );
  });

  test('every initiator is an API host of the profile or a page that it allows', () => {
    fc.assert(
      fc.property(sources, abilities, ({ profile }, can) => {
        const pageNames = profile.allowedPages.map(({ hostname }) => hostname);
        const rules = sessionRules([{ profile, sent }], can);
        for (const [index, host] of profile.apiHosts.entries()) {
          const first = profile.slot * 10_000 + index * 20;
          const own = rules.filter(({ id, condition }) => {
            return id > first && id < first + 20 && condition.initiatorDomains;
          });
          const names = new Set([host.hostname, ...pageNames]);
          for (const { condition } of own) {
            expect(new Set(condition.initiatorDomains)).toEqual(names);
            if (condition.topDomains) expect(new Set(condition.topDomains)).toEqual(names);
          }
        }
      }),
    );
  });

  test('the token is sent where there is one, and only there', () => {
    fc.assert(
      fc.property(sources, abilities, (source, can) => {
        const rules = sessionRules([source], can);
        expect(rules.some(isTokenRule)).toBe(source.sent !== null);
        for (const { urlFilter, regexFilter } of rules.map(({ condition }) => condition)) {
          expect(urlFilter ?? '|').toMatch(/^\|/);
          expect(regexFilter ?? '^').toMatch(/^\^/);
          expect(urlFilter === undefined).toBe(regexFilter !== undefined);
        }
        const perHost = new Set(rules.map(({ id }) => Math.floor(id / 20)));
        expect(perHost.size).toBe(source.profile.apiHosts.length);
        if (!source.sent) expect(rules).toHaveLength(perHost.size);
      }),
    );
  });

  test('ids are positive, in order and shared by no two rules, whoever is signed in', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const signedIn = set.map(({ profile }) => ({ profile, sent }));
        const signedOut = set.map(({ profile }) => ({ profile, sent: null }));
        const rules = [signedIn, signedOut].flatMap((each) => sessionRules(each, CHROMIUM));
        const ids = rules.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Math.min(1, ...ids)).toBe(1);
        const inOrder = sessionRules(set, CHROMIUM).map(({ id }) => id);
        expect(inOrder).toEqual([...inOrder].sort((one, other) => one - other));
      }),
    );
  });

  test('an empty list stands nowhere, because the browsers read it differently', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const values = sessionRules(set, CHROMIUM).flatMap(({ condition }) => Object.values(condition));
        expect(values.filter((value) => value === undefined || value.length === 0)).toEqual([]);
      }),
    );
  });
});
