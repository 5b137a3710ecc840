import { describe, expect, test } from 'vitest';
import { type Credentials, NO_CREDENTIALS } from '../session/credentials';
import { credentialsKey } from './credentials';
import fixtures from './fixtures/credentials.json' with { type: 'json' };

const KEY = credentialsKey('p1');

const READ_AS: Readonly<Record<keyof typeof fixtures, Partial<Credentials>>> = {
  'a client secret alone, of the first builds': { clientSecret: 's3cret' },
  'tokens of the first builds': { refreshToken: 'r', renewal: 'userPoolApi' },
  'tokens of the first builds, without a refresh token': {},
  'secrets, nobody signed in': { totpSecret: 'JBSWY3DPEHPK3PXP' },
  'secrets and tokens': {
    ...{ clientSecret: 's3cret', refreshToken: 'r', renewal: 'tokenEndpoint' },
    device: { key: 'k', groupKey: 'g', password: 'p', username: 'alice', isConfirmed: true },
  },
  credentials: { clientSecret: 's3cret', refreshToken: 'r2', renewal: 'userPoolApi' },
};

describe('credentials of each build there was', () => {
  test.each(Object.entries<Record<string, unknown>>(fixtures))('%s', (name, stored) => {
    const envelope = stored[KEY.key] ?? KEY.formerKeys?.envelopeOf(stored);
    const value = { ...NO_CREDENTIALS, ...READ_AS[name as keyof typeof fixtures] };
    expect(KEY.read(envelope)).toEqual({ value, setAside: [] });
  });

  test('of before there were any are none', () => {
    expect(KEY.formerKeys?.envelopeOf({})).toBeUndefined();
    expect(KEY.read(undefined).value).toEqual(NO_CREDENTIALS);
  });

  test('a session of today holds none', () => {
    const session = { version: 2, value: { kind: 'signedIn', tokens: { subject: 's' } } };
    expect(KEY.formerKeys?.envelopeOf({ 'session:p1': session })).toBeUndefined();
  });
});

describe('credentials', () => {
  const all: Credentials = {
    ...{ clientSecret: 's', totpSecret: 't', refreshToken: 'r', renewal: 'silentSignIn' },
    password: { text: 'p', usedAtMs: 7, isUnanswered: false },
    device: { key: 'k', groupKey: 'g', password: 'p', username: 'alice', isConfirmed: true },
  };

  test.each([NO_CREDENTIALS, all])('come back as they were: %j', (value) => {
    expect(KEY.read(JSON.parse(JSON.stringify(KEY.entry(value).envelope)))).toEqual({ value, setAside: [] });
  });

  test.each([
    null,
    's3cret',
    [],
    {},
    { ...all, clientSecret: 7 },
    { ...all, renewal: 'magic' },
    { ...all, device: { key: 'k' } },
    { ...all, refreshToken: undefined },
  ])('are not made of %j', (value) => {
    const envelope = { version: 1, value };
    expect(KEY.read(envelope)).toEqual({ value: NO_CREDENTIALS, setAside: [envelope] });
  });

  test('lie in memory, each profile’s under keys of its own', () => {
    expect([KEY.area, KEY.key, credentialsKey('p2').key]).toEqual([
      'session',
      'credentials:p1',
      'credentials:p2',
    ]);
  });
});
