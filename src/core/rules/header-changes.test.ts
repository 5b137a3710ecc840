import { describe, expect, test } from 'vitest';
import { aProfile, aSentTokens, aToken } from '../../testing/builders';
import { CHROMIUM, headersOf, kindsOf, sessionRules } from '../../testing/desired';
import type { Profile } from '../profile/profile';
import type { NetRule } from './net-rule';

const sent = aSentTokens('aaa.bbb.ccc');

function rulesOf(overrides: Partial<Profile>, abilities = CHROMIUM): readonly NetRule[] {
  return sessionRules([{ profile: aProfile(overrides), sent }], abilities);
}

describe('the header', () => {
  test('has the name and the prefix that the API wants', () => {
    const rules = rulesOf({ header: { name: 'X-Token', prefix: '' } });
    expect(rules.flatMap(headersOf)).toContainEqual({
      header: 'x-token',
      operation: 'set',
      value: 'aaa.bbb.ccc',
    });
    expect(rules.flatMap(headersOf).map(({ header }) => header)).not.toContain('authorization');
  });

  test('has a second one beside it with the bare access token, where that is asked for', () => {
    const rules = rulesOf({ accessTokenHeader: 'X-Access-Token', header: { name: 'Token', prefix: 'JWT ' } });
    for (const rule of rules.filter((each) => headersOf(each).length > 1)) {
      expect(headersOf(rule)).toEqual([
        { header: 'token', operation: 'set', value: 'JWT aaa.bbb.ccc' },
        { header: 'x-access-token', operation: 'set', value: 'access-aaa.bbb.ccc' },
        { header: 'cache-control', operation: 'set', value: 'no-store, no-cache' },
      ]);
    }
  });

  test('has no second one where the grant gave no access token', () => {
    const profile = aProfile({ accessTokenHeader: 'X-Access-Token' });
    const sent = { ...aSentTokens(), access: null };
    const rules = sessionRules([{ profile, sent }], CHROMIUM);
    const names = new Set(rules.flatMap(headersOf).map(({ header }) => header));
    expect(names).toEqual(new Set(['authorization', 'cache-control']));
  });

  describe.each(['attached', 'second'] as const)('J9: is never set where the %s token is', (which) => {
    const sentWith = (jwt: string) =>
      which === 'attached'
        ? { ...aSentTokens(), token: aToken({ jwt }) }
        : { ...aSentTokens(), access: aToken({ jwt }) };
    const kindsWith = (jwt: string) => {
      const profile = aProfile({ accessTokenHeader: 'X-Access-Token' });
      return kindsOf(sessionRules([{ profile, sent: sentWith(jwt) }], CHROMIUM));
    };

    test.each([
      '',
      'aaa.bbb',
      'aaa.bbb.ccc.ddd',
      'aaa..ccc',
      'aaa.bbb.ccc\r\nx-evil: 1',
      'aaa.bbb.ccc\n',
      'aaa.bbb.ccc,aaa.bbb.ccc',
      'Bearer aaa.bbb.ccc',
      'aaa.bbb.cc\u00e9',
      'aaa.bbb.ccc==',
    ])('%j', (jwt) => expect(kindsWith(jwt)).toEqual(['cacheGuard']));

    test('but where it is a JWT', () => expect(kindsWith('aA0.b-_.c')).toContain('ownPages'));
  });

  test('is all that holds a token: no condition and no rule without headers does', () => {
    const rules = rulesOf({ accessTokenHeader: 'X-Access' });
    expect(JSON.stringify(rules.map(({ condition }) => condition))).not.toContain('aaa.bbb.ccc');
    expect(JSON.stringify(rules.filter((rule) => headersOf(rule).length === 0))).not.toContain('aaa.bbb.ccc');
    expect(JSON.stringify(rulesOf({}))).not.toContain('access-aaa.bbb.ccc');
  });
});
