import { describe, expect, test } from 'vitest';
import { aChallenged, aForm, aHost, aPage, aProfile, aSignedIn } from '../../testing/builders';
import type { Profile } from '../profile/profile';
import { formOf } from '../profile/profile-form';
import type { ProfileSecrets } from '../session/credentials';
import { SIGNED_OUT } from '../session/session';
import { draftKey, EMPTY_DRAFT } from './draft';
import {
  activeProfile,
  keySetKey,
  PROFILES,
  profileOf,
  REVOCATIONS,
  type StoredProfile,
  secretsKey,
  sessionKey,
} from './stored';

const SECRETS: ProfileSecrets = {
  clientSecret: 's3cret',
  totpSecret: 'JBSWY3DPEHPK3PXP',
  device: { key: 'k', groupKey: 'g', password: 'p', username: 'alice' },
};

function storedOf(profile: Profile): StoredProfile {
  const { id, slot, attach, hostScopes, holdNavigations, isWanted } = profile;
  return { id, slot, attach, hostScopes, holdNavigations, isWanted, form: formOf(profile) };
}

/** What comes back from storage. */
function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const alice = storedOf(aProfile());
const bob = storedOf(
  aProfile({
    id: 'p2',
    slot: 7,
    username: 'bob',
    attach: false,
    tokenUse: 'access',
    signInMethod: 'passwordPlain',
    apiHosts: [aHost('localhost:3000'), aHost('*.example.com:8443/v1')],
    allowedPages: [aPage('app.example.com')],
    customEndpoint: 'http://localhost:9229',
    hostScopes: { 'http://localhost:3000': 'onlyTyped' },
    holdNavigations: false,
    isWanted: false,
    header: { name: 'X-Token', prefix: '' },
    accessTokenHeader: 'X-Access',
  }),
);

describe('stored profiles', () => {
  test('come back as they were', () => {
    const profiles = { activeId: 'p2', profiles: [alice, bob] };
    expect(PROFILES.parse(stored(profiles))).toEqual(profiles);
    expect(PROFILES.parse(stored(PROFILES.initial))).toEqual(PROFILES.initial);
  });

  test('make the profiles that they were made of', () => {
    for (const one of [alice, bob]) {
      const profile = profileOf(one);
      expect(profile && storedOf(profile)).toEqual(one);
    }
    expect(profileOf(alice)).toEqual(aProfile());
  });

  test.each([
    null,
    undefined,
    'profiles',
    7,
    [],
    [alice],
    {},
    { activeId: 'p1' },
    { activeId: 'p1', profiles: null },
    { activeId: 'p1', profiles: { 0: alice } },
  ])('are not made of %j', (value) => expect(PROFILES.parse(value)).toBeNull());

  test.each([
    ['nothing', null],
    ['a list', [alice]],
    ['no id', { ...alice, id: undefined }],
    ['an id that is a number', { ...alice, id: 1 }],
    ['a slot that is a string', { ...alice, slot: '1' }],
    ['no slot', { ...alice, slot: undefined }],
    ['an attach that is a number', { ...alice, attach: 1 }],
    ['no form', { ...alice, form: null }],
    ['a form with a number', { ...alice, form: { ...alice.form, username: 7 } }],
    ['a form with an unknown token', { ...alice, form: { ...alice.form, tokenUse: 'both' } }],
  ])('leave out one that has %s, and keep the others', (_, broken) => {
    const value = { activeId: 'p2', profiles: [broken, bob] };
    expect(PROFILES.parse(value)).toEqual({ activeId: 'p2', profiles: [bob] });
  });

  test('of before the switches were there have them as a new profile has', () => {
    const { hostScopes: _, holdNavigations: _hold, isWanted: _wanted, ...earlier } = bob;
    const { profiles } = PROFILES.parse({ activeId: 'p2', profiles: [earlier] }) ?? {};
    expect(profiles).toEqual([{ ...bob, hostScopes: {}, holdNavigations: true, isWanted: true }]);
  });

  test.each([null, [], 'onlyTyped', { a: 'always' }, { a: 7 }])('take the scopes %j for none', (scopes) => {
    const { profiles } = PROFILES.parse({ activeId: 'p2', profiles: [{ ...bob, hostScopes: scopes }] }) ?? {};
    expect(profiles).toEqual([{ ...bob, hostScopes: {} }]);
  });

  test.each([null, 'true', 1])('do not take %j for a switch that is on', (on) => {
    const value = { activeId: 'p2', profiles: [{ ...bob, holdNavigations: on, isWanted: on }] };
    expect(PROFILES.parse(value)?.profiles).toEqual([{ ...bob, holdNavigations: false, isWanted: false }]);
  });

  test('have no active one if its id is not a string', () => {
    expect(PROFILES.parse({ activeId: 7, profiles: [alice] })).toEqual({ activeId: null, profiles: [alice] });
  });

  test('have at most one active', () => {
    const profiles = [alice, bob];
    expect(activeProfile({ activeId: 'p2', profiles })).toBe(bob);
    expect(activeProfile({ activeId: 'p3', profiles })).toBeNull();
    expect(activeProfile({ activeId: null, profiles })).toBeNull();
  });
});

test('a stored form that this version cannot read makes no profile', () => {
  expect(profileOf({ ...alice, form: aForm({ apiHosts: '*.com' }) })).toBeNull();
});

describe('where things lie', () => {
  test.each([
    ['profiles', PROFILES, 'local', 'profiles'],
    ['the draft of a new profile', draftKey(null), 'session', 'draft'],
    ['the draft of a profile', draftKey('p1'), 'session', 'draft:p1'],
    ['tokens', sessionKey('p1'), 'session', 'session:p1'],
    ['secrets', secretsKey('p1'), 'session', 'secrets:p1'],
    ['refresh tokens to be revoked', REVOCATIONS, 'session', 'revocations'],
  ] as const)('%s', (_, key, area, name) => {
    expect([key.area, key.key, key.version]).toEqual([area, name, 1]);
  });

  test('each profile has keys of its own', () => {
    const keys = ['p1', 'p2'].flatMap((id) => [sessionKey(id).key, secretsKey(id).key]);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('other stored values', () => {
  test.each([
    ['a draft', draftKey('p1'), { form: aForm(), answers: { code: '1' } }],
    ['the empty draft', draftKey(null), EMPTY_DRAFT],
    ['a session with tokens', sessionKey('p1'), aSignedIn()],
    ['a session with a challenge', sessionKey('p1'), aChallenged()],
    ['no session', sessionKey('p1'), SIGNED_OUT],
    ['secrets', secretsKey('p1'), SECRETS],
    ['no revocations', REVOCATIONS, []],
    [
      'a revocation',
      REVOCATIONS,
      [
        {
          ...{ id: 'r1', profile: aProfile(), clientSecret: null, refreshToken: 'r' },
          ...{ renewal: 'userPoolApi', everywhereBy: null, failures: 0, retryAtMs: 1 },
        },
      ],
    ],
  ])('%s comes back as it was', (_, key, value) => expect(key.parse(stored(value))).toEqual(value));

  test.each([
    ['a draft', draftKey('p1'), 'draft'],
    ['a session', sessionKey('p1'), null],
    ['a session', sessionKey('p1'), []],
    ['a session', sessionKey('p1'), 'signedOut'],
    ['the secrets', secretsKey('p1'), 's3cret'],
    ['the secrets', secretsKey('p1'), undefined],
    ['the revocations', REVOCATIONS, {}],
    ['the revocations', REVOCATIONS, null],
  ])('%s is not made of %3$j', (_, key, value) => expect(key.parse(value)).toBeNull());
});

test('the key set of a pool lies in memory, apart from those of other pools, and comes back as it was', () => {
  const item = keySetKey('https://a.example/jwks.json');
  expect(item.area).toBe('session');
  expect(item.key).not.toBe(keySetKey('https://b.example/jwks.json').key);
  const keySet = { keys: [], fetchedAtMs: 7 };
  expect(item.parse(stored(keySet))).toEqual(keySet);
  expect(item.parse({ keys: 'x' })).toBeNull();
});
