import { describe, expect, test } from 'vitest';
import { aChallenge, aChallenged, aSentTokens, aSignedIn } from '../../testing/builders';
import { FULL_BUDGET } from '../session/fetch-budget';
import { type Session, SIGNED_OUT } from '../session/session';
import fixtures from './fixtures/sessions.json' with { type: 'json' };
import { sessionKey } from './sessions';

const KEY = sessionKey('p1');
const END_MS = 1768478580000;
const token = (jwt: string) => ({ jwt, expiresAtMs: 1768482000000, lifetimeMs: 3_600_000 });

const READ_AS: Readonly<Record<keyof typeof fixtures, Session>> = {
  'version 1, signed out': SIGNED_OUT,
  'version 1, a failed sign-in': {
    kind: 'signedOut',
    problem: { code: 'wrongPassword', detail: 'Incorrect' },
  },
  'version 1, a challenge of the first build': {
    ...{ kind: 'challenged', problem: null, endsAtMs: END_MS },
    challenge: aChallenge({ parameters: { A: 'b' }, choices: [], chosen: null }),
  },
  'version 1, a choice': {
    ...{ kind: 'challenged', problem: { code: 'codeMismatch', detail: '' }, endsAtMs: END_MS },
    challenge: aChallenge({
      name: 'SELECT_CHALLENGE',
      choices: ['PASSWORD', 'EMAIL_OTP'],
      chosen: 'PASSWORD',
    }),
  },
  'version 1, in a tab of the hosted UI': {
    ...{ kind: 'redirected', problem: null, endsAtMs: END_MS },
    attempt: {
      ...{ responseType: 'code', state: 's', nonce: 'n', codeVerifier: 'v' },
      ...{ redirectUri: 'https://app.example.com/cb', tabId: 7, otherTabIds: [] },
    },
  },
  'version 1, tokens of the first build': {
    ...{ kind: 'signedIn', refreshAtMs: 1768481640000, failedRefreshes: 0, problem: null },
    tokens: { id: token('i.i.i'), access: token('a.a.a'), subject: 'sub', username: 'alice' },
  },
  'version 1, one-time tokens': {
    ...{ kind: 'signedIn', refreshAtMs: null, failedRefreshes: 2 },
    problem: { code: 'unreachable', detail: '' },
    tokens: { id: null, access: token('a.a.a'), subject: 'sub', username: '' },
    oneTime: {
      lastTaken: 'a.a.a',
      shared: { token: token('a.a.a'), access: null },
      isSharedSpent: true,
      budget: FULL_BUDGET,
      passes: [
        {
          ...{ number: 0, tabId: 4, url: 'https://api.example.com/' },
          tokens: { token: token('b.b.b'), access: token('a.a.a') },
          isSpent: false,
        },
      ],
    },
  },
  'version 1, lapsed': { kind: 'lapsed', problem: { code: 'refreshTokenRevoked', detail: '' } },
};

function stored(session: Session): unknown {
  return JSON.parse(JSON.stringify(KEY.entry(session).envelope));
}

describe('sessions of each build there was', () => {
  test.each(Object.entries(fixtures))('%s', (name, fixture) => {
    const value = READ_AS[name as keyof typeof fixtures];
    expect(KEY.read(fixture)).toEqual({ value, setAside: [] });
    expect(KEY.read(stored(value))).toEqual({ value, setAside: [] });
  });
});

describe('a session', () => {
  const oneTime = {
    lastTaken: null,
    shared: aSentTokens(),
    isSharedSpent: false,
    budget: FULL_BUDGET,
    passes: [],
  };

  test.each([SIGNED_OUT, aChallenged(), aSignedIn(), aSignedIn({ oneTime })])(
    'comes back as it was: $kind',
    (session) => {
      expect(KEY.read(stored(session)).value).toEqual(session);
    },
  );

  test('holds nothing but what belongs to it', () => {
    const session = {
      ...aSignedIn(),
      refreshToken: 'r',
      tokens: { ...aSignedIn().tokens, refreshToken: 'r' },
    };
    expect(JSON.stringify(KEY.read({ version: 2, value: session }).value)).not.toContain('"r"');
  });

  test.each([
    null,
    [],
    'signedOut',
    {},
    { kind: 'signedOut' },
    { kind: 'toString', problem: null },
    { kind: 'lapsed', problem: null },
    { kind: 'lapsed', problem: { code: 'toString', detail: '' } },
    { kind: 'signedOut', problem: { code: 'wrongPassword' } },
    { ...aChallenged(), endsAtMs: null },
    { ...aChallenged(), challenge: { ...aChallenge(), parameters: { A: 1 } } },
    { ...aSignedIn(), tokens: null },
    { ...aSignedIn(), tokens: { ...aSignedIn().tokens, id: 'i.i.i' } },
    { ...aSignedIn(), tokens: { ...aSignedIn().tokens, id: { jwt: 'i.i.i' } } },
    { ...aSignedIn(), refreshAtMs: '7' },
    { ...aSignedIn(), oneTime: { ...oneTime, passes: [{ tabId: 1 }] } },
    { ...aSignedIn(), oneTime: null },
  ])('is not made of %j', (value) => {
    const envelope = { version: 2, value };
    expect(KEY.read(envelope)).toEqual({ value: SIGNED_OUT, setAside: [envelope] });
  });

  test('lies in memory, apart from those of other profiles', () => {
    expect([KEY.area, KEY.key, sessionKey('p2').key]).toEqual(['session', 'session:p1', 'session:p2']);
  });
});
