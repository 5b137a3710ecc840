import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import { dynamicRules, HOLD_PAGE } from '../../testing/desired';
import { hostText } from '../profile/api-host';
import type { Profile } from '../profile/profile';
import { HOST_SCOPES } from '../profile/settings';
import { isHeld } from './hold-rules';
import type { NetRule } from './net-rule';

function rulesOf(profiles: readonly Profile[]): readonly NetRule[] {
  return dynamicRules(profiles.map((profile) => ({ profile, sent: null })));
}

function redirectsOf(profiles: readonly Profile[]) {
  return rulesOf(profiles).filter(({ action }) => action.type === 'redirect');
}

describe('a profile with two hosts', () => {
  const apiHosts = [aHost('api.example.com'), aHost('https://*.b.example:8443/v1')];
  const presigned = (id: number, urlFilter: string, domain: string) => ({
    id,
    priority: 1_000_010,
    action: { type: 'allow' },
    condition: {
      urlFilter,
      isUrlFilterCaseSensitive: false,
      requestDomains: [domain],
      excludedResourceTypes: ['csp_report'],
    },
  });
  const hold = (id: number, regexFilter: string) => ({
    id,
    priority: 2,
    action: { type: 'redirect', redirect: { regexSubstitution: `${HOLD_PAGE}\\0` } },
    condition: {
      regexFilter,
      isUrlFilterCaseSensitive: true,
      resourceTypes: ['main_frame'],
      requestMethods: ['get'],
    },
  });
  const signatures = (first: number, domain: string) => [
    presigned(first + 2, '-Signature=', domain),
    presigned(first + 3, '-Credential=', domain),
    presigned(first + 4, '^Signature=', domain),
    presigned(first + 5, '^sig=', domain),
  ];

  test('gets these rules and no others', () => {
    expect(rulesOf([aProfile({ slot: 3, apiHosts })])).toEqual([
      hold(30001, '^https://api\\.example\\.com/.*$'),
      ...signatures(30000, 'api.example.com'),
      hold(30021, '^https://(?:[^/:@?#]+\\.)?b\\.example:8443/v1(?:[/?#].*)?$'),
      ...signatures(30020, 'b.example'),
    ]);
  });

  test('keeps what leaves presigned requests alone when nothing is held', () => {
    expect(rulesOf([aProfile({ slot: 3, apiHosts, isWanted: false })])).toEqual([
      ...signatures(30000, 'api.example.com'),
      ...signatures(30020, 'b.example'),
    ]);
  });

  test('is held at the hosts whose scope takes in typed URLs, one by one', () => {
    const hostScopes = {
      'https://api.example.com': 'onlyPages',
      'https://*.b.example:8443/v1': 'onlyTyped',
    } as const;
    expect(redirectsOf([aProfile({ slot: 3, apiHosts, hostScopes })]).map(({ id }) => id)).toEqual([30021]);
  });
});

test('nobody signed up, no rules', () => expect(rulesOf([])).toEqual([]));

describe('isHeld', () => {
  const booleans = [true, false];
  const cases = booleans.flatMap((isWanted) =>
    booleans.flatMap((holdNavigations) =>
      booleans.flatMap((attach) =>
        HOST_SCOPES.map((scope) => ({ isWanted, holdNavigations, attach, scope })),
      ),
    ),
  );

  test.each(cases)('%j', ({ scope, ...switches }) => {
    const profile = aProfile({ ...switches, hostScopes: { 'https://api.example.com': scope } });
    const { isWanted, holdNavigations, attach } = switches;
    const expected = isWanted && holdNavigations && attach && scope !== 'onlyPages';
    expect(isHeld(profile, aHost('api.example.com'))).toBe(expected);
    expect(redirectsOf([profile])).toHaveLength(expected ? 1 : 0);
    expect(rulesOf([profile])).toHaveLength(expected ? 5 : 4);
  });
});

describe('of any profiles', () => {
  const hosts = fc.uniqueArray(
    fc.constantFrom('api.example.com', '*.example.com', 'localhost:3000', '[::1]/v1', 'b.example/v1'),
    { minLength: 1 },
  );
  const profiles = fc.uniqueArray(
    fc
      .record({
        slot: fc.nat(2_000),
        typed: hosts,
        scope: fc.constantFrom(...HOST_SCOPES),
        isWanted: fc.boolean(),
        holdNavigations: fc.boolean(),
        attach: fc.boolean(),
      })
      .map(({ typed, scope, ...rest }) => {
        const apiHosts = typed.map(aHost);
        const hostScopes = Object.fromEntries(apiHosts.map((host) => [hostText(host), scope]));
        return aProfile({
          ...rest,
          ...{ apiHosts, hostScopes },
          allowedPages: [aPage('canary-page.example.com')],
          username: 'canary-username',
          clientId: 'canaryclientid',
          header: { name: 'X-Canary-Name', prefix: 'canary-prefix ' },
          accessTokenHeader: 'X-Canary-Access',
          customEndpoint: 'https://canary-endpoint.example.com',
        });
      }),
    { maxLength: 4, selector: ({ slot }) => slot },
  );

  test('nothing of a user lies in them, and they can set no header at all', () => {
    fc.assert(
      fc.property(profiles, (all) => {
        const rules = rulesOf(all);
        expect(JSON.stringify(rules)).not.toMatch(/canary|bearer|authorization/i);
        expect(rules.every(({ action }) => action.type !== 'modifyHeaders')).toBe(true);
      }),
    );
  });

  test('ids are in order and shared by no two rules', () => {
    fc.assert(
      fc.property(profiles, (all) => {
        const ids = rulesOf(all).map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
      }),
    );
  });

  test('every host keeps its presigned rules, and a redirect is for reading navigations alone', () => {
    fc.assert(
      fc.property(profiles, (all) => {
        const rules = rulesOf(all);
        const count = all.flatMap(({ apiHosts }) => apiHosts).length;
        expect(rules.filter(({ action }) => action.type === 'allow')).toHaveLength(4 * count);
        for (const { condition } of redirectsOf(all)) {
          expect(condition.resourceTypes).toEqual(['main_frame']);
          expect(condition.requestMethods).toEqual(['get']);
          expect(condition.regexFilter).toMatch(/^\^https?:\/\/.*\$$/);
        }
      }),
    );
  });
});
