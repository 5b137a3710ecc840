import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost, aPage, aPool, aProfile } from '../../testing/builders';
import type { Profile } from '../profile/profile';
import { FETCH_MODES, HOST_SCOPES, TOKEN_USES } from '../profile/settings';
import { PREFERRED_CHALLENGES, PROMPTS, SIGN_IN_METHODS } from '../profile/sign-in-method';
import fixtures from './fixtures/profiles.json' with { type: 'json' };
import { PROFILES, type StoredProfiles } from './profiles';
import { storedProfile } from './stored-profile';

/** What comes back from storage. */
function stored(value: StoredProfiles): unknown {
  return JSON.parse(JSON.stringify(PROFILES.entry(value).envelope));
}

const alice = aProfile();
const bob = aProfile({
  ...{ id: 'p2', slot: 7, username: 'bob', attach: false, tokenUse: 'access' },
  apiHosts: [aHost('localhost:3000'), aHost('*.example.com:8443/v1')],
  hostScopes: { 'http://localhost:3000': 'onlyTyped' },
});
const rawAlice = storedProfile(alice);
const rawBob = storedProfile(bob);

// What each fixture is to be read as: the first profile, where it differs from alice.
const READ_AS: Readonly<Record<keyof typeof fixtures, Partial<Profile>>> = {
  'version 1, first build': { slot: 0 },
  'version 1, with scopes, the hold page and headers': {
    ...{ slot: 3, attach: false, holdNavigations: false, isWanted: false, tokenUse: 'access' },
    hostScopes: { 'https://api.example.com': 'onlyTyped' },
    apiHosts: [aHost('api.example.com'), aHost('localhost:3000'), aHost('*.example.org/v1')],
    allowedPages: [aPage('app.example.com')],
    signInMethod: 'passwordPlain',
    customEndpoint: 'http://localhost:9229',
    header: { name: 'X-Token', prefix: '' },
    accessTokenHeader: 'X-Access',
  },
  'version 1, with every way to sign in': {
    ...{ slot: 0, fetchMode: 'everyRequest', signInMethod: 'hostedUi', preferredChallenge: 'EMAIL_OTP' },
    rememberDevice: true,
    hostedUi: {
      domain: 'https://login.example.com',
      callbackUrl: 'https://app.example.com/cb?x=1',
      scopes: ['openid', 'email'],
      identityProvider: 'Google',
      prompt: 'login',
    },
  },
  'version 2': {
    ...{ signInMethod: 'choice', preferredChallenge: 'WEB_AUTHN', rememberDevice: true },
    hostedUi: {
      ...{ domain: 'https://login.example.com', callbackUrl: null, scopes: ['openid'] },
      ...{ identityProvider: null, prompt: 'consent' },
    },
    ...{
      tokenUse: 'access',
      fetchMode: 'everyRequest',
      holdNavigations: false,
      attach: false,
      isWanted: false,
    },
    apiHosts: [aHost('api.example.com'), aHost('localhost:3000')],
    allowedPages: [aPage('app.example.com')],
    hostScopes: { 'http://localhost:3000': 'onlyPages' },
    header: { name: 'X-Token', prefix: 'JWT ' },
    accessTokenHeader: 'X-Access',
    customEndpoint: 'https://idp.example.com',
  },
};

describe('profiles of each build there was', () => {
  test.each(Object.entries(fixtures))('%s', (name, fixture) => {
    const profile = aProfile(READ_AS[name as keyof typeof fixtures]);
    const { value, setAside } = PROFILES.read(fixture);
    expect(setAside).toEqual([]);
    expect(value).toEqual({ shownId: 'p1', profiles: [profile] });
    expect(PROFILES.read(stored(value))).toEqual({ value, setAside: [] });
  });
});

describe('profiles of version 1', () => {
  const [raw] = fixtures['version 1, with scopes, the hold page and headers'].value.profiles;
  const read = (change: object) =>
    PROFILES.read({ version: 1, value: { activeId: 'p1', profiles: [{ ...raw, ...change }] } });

  test.each([null, [], 'onlyTyped', { a: 'always' }, { a: 7 }])('take the scopes %j for none', (scopes) => {
    expect(read({ scopes }).value.profiles[0]?.hostScopes).toEqual({});
  });

  test.each([null, 'true', 1])('do not take %j for a switch that is on', (on) => {
    expect(read({ holdNavigations: on, isWanted: on }).value.profiles[0]).toMatchObject({
      holdNavigations: false,
      isWanted: false,
    });
  });

  test.each([
    ['an attach that is a number', { attach: 1 }],
    ['no form', { form: null }],
    ['a form with a number', { form: { ...raw?.form, username: 7 } }],
    ['a form with an unknown token', { form: { ...raw?.form, tokenUse: 'both' } }],
    ['a form that is refused today', { form: { ...raw?.form, apiHosts: '*.com' } }],
    ['no slot', { slot: undefined }],
  ])('set aside one that has %s, as it was', (_, change) => {
    const { value, setAside } = read(change);
    expect(value.profiles).toEqual([]);
    expect(setAside).toEqual([{ version: 1, value: { ...raw, ...change } }]);
  });
});

describe('profiles of version 2', () => {
  const read = (value: unknown) => PROFILES.read({ version: 2, value });

  test('come back as they were', () => {
    for (const value of [PROFILES.initial, { shownId: 'p2', profiles: [alice, bob] }]) {
      expect(PROFILES.read(stored(value))).toEqual({ value, setAside: [] });
    }
  });

  test.each([
    null,
    undefined,
    'profiles',
    7,
    [],
    [rawAlice],
    {},
    { shownId: 'p1' },
    { shownId: 'p1', profiles: null },
    { shownId: 'p1', profiles: { 0: rawAlice } },
  ])('are not made of %j', (value) => {
    expect(read(value)).toEqual({ value: PROFILES.initial, setAside: [{ version: 2, value }] });
  });

  test.each([
    ['nothing', null],
    ['a list', [rawAlice]],
    ['no id', { ...rawAlice, id: undefined }],
    ['an id that is a number', { ...rawAlice, id: 1 }],
    ['a slot that is a string', { ...rawAlice, slot: '1' }],
    ['a slot below zero', { ...rawAlice, slot: -1 }],
    ['no slot', { ...rawAlice, slot: undefined }],
    ['an attach that is a number', { ...rawAlice, attach: 1 }],
    ['no pool', { ...rawAlice, userPoolId: undefined }],
    ['an unknown token', { ...rawAlice, tokenUse: 'both' }],
  ])('set aside one that has %s, and keep the others', (_, broken) => {
    expect(read({ shownId: 'p2', profiles: [broken, rawBob] })).toEqual({
      value: { shownId: 'p2', profiles: [bob] },
      setAside: [{ version: 2, value: broken }],
    });
  });

  test.each([{ slot: bob.slot }, { id: bob.id }])('set aside a second one of %j', (taken) => {
    const twin = { ...rawAlice, ...taken };
    expect(read({ shownId: null, profiles: [rawBob, twin] })).toEqual({
      value: { shownId: null, profiles: [bob] },
      setAside: [{ version: 2, value: twin }],
    });
  });

  test('show none if its id is not a string', () => {
    expect(read({ shownId: 7, profiles: [rawAlice] }).value).toEqual({ shownId: null, profiles: [alice] });
  });

  test('lie on disk', () => {
    expect([PROFILES.area, PROFILES.key, PROFILES.version]).toEqual(['local', 'profiles', 2]);
  });
});

describe('any profiles', () => {
  const hosts = ['api.example.com', 'http://localhost:3000', '*.example.com', 'https://[::1]:1/v1'].map(
    aHost,
  );
  const profiles = fc.record({
    pool: fc.constantFrom(aPool(), aPool('cn-north-1_AbC')),
    clientId: fc.stringMatching(/^[\w+]{1,40}$/),
    username: fc.string({ unit: 'grapheme' }),
    signInMethod: fc.constantFrom(...SIGN_IN_METHODS),
    preferredChallenge: fc.option(fc.constantFrom(...PREFERRED_CHALLENGES)),
    rememberDevice: fc.boolean(),
    hostedUi: fc.record({
      domain: fc.constantFrom(null, 'https://login.example.com', 'http://localhost:9000'),
      callbackUrl: fc.constant(null),
      scopes: fc.subarray(['openid', 'email', 'api/read']),
      identityProvider: fc.constantFrom(null, 'Google'),
      prompt: fc.option(fc.constantFrom(...PROMPTS)),
    }),
    tokenUse: fc.constantFrom(...TOKEN_USES),
    fetchMode: fc.constantFrom(...FETCH_MODES),
    apiHosts: fc.subarray(hosts, { minLength: 1 }),
    allowedPages: fc.subarray([aPage('app.example.com'), aPage('localhost:5173')]),
    hostScopes: fc.dictionary(fc.string(), fc.constantFrom(...HOST_SCOPES)),
    header: fc.constantFrom({ name: 'Authorization', prefix: 'Bearer ' }, { name: 'X-Token', prefix: '' }),
    accessTokenHeader: fc.constantFrom(null, 'X-Access'),
    customEndpoint: fc.constantFrom(null, 'http://localhost:9229', 'https://idp.example.com/cognito'),
    holdNavigations: fc.boolean(),
    attach: fc.boolean(),
    isWanted: fc.boolean(),
  });

  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(profiles, { maxLength: 4 }), fc.option(fc.string()), (all, shownId) => {
        const value = {
          shownId,
          profiles: all.map((each, slot) => aProfile({ ...each, id: `p${slot}`, slot })),
        };
        expect(PROFILES.read(stored(value))).toEqual({ value, setAside: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('are never made of something else without its being set aside, and nothing throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { value: read, setAside } = PROFILES.read(value);
        if (value !== undefined && read === PROFILES.initial) expect(setAside).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });
});
