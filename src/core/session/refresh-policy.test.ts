import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aChallenged, aSignedIn, aToken, aTokenSet, NOW_MS } from '../../testing/builders';
import { AUTH_ERROR_KINDS, type AuthErrorCode } from '../auth-error';
import {
  afterFailedRefresh,
  afterTime,
  backoffMs,
  isRefreshDue,
  nextWakeMs,
  refreshTimeMs,
  signedInWith,
} from './refresh-policy';
import { type Session, SIGNED_OUT } from './session';
import { tokensOf } from './token';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const middle = () => 0.5;
const lowest = () => 0;
const highest = () => 1 - Number.EPSILON;
const LAPSED: Session = { kind: 'lapsed', problem: { code: 'refreshTokenRevoked', detail: '' } };
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('R2: a token is refreshed ahead of its end', () => {
  test.each([
    ['a day', 24 * HOUR, 144 * MINUTE],
    ['an hour', HOUR, 6 * MINUTE],
    ['ten minutes', 10 * MINUTE, MINUTE],
    ['five minutes', 5 * MINUTE, MINUTE],
    ['two minutes', 2 * MINUTE, MINUTE],
    ['a minute', MINUTE, 30 * SECOND],
    ['ten seconds', 10 * SECOND, 5 * SECOND],
  ])('a token of %s, %i ms, by %i ms', (_, lifetimeMs, marginMs) => {
    expect(refreshTimeMs(NOW_MS + lifetimeMs, lifetimeMs, middle)).toBe(NOW_MS + lifetimeMs - marginMs);
  });

  test('with a jitter of ten percent to either side', () => {
    expect(refreshTimeMs(NOW_MS, HOUR, lowest)).toBe(NOW_MS - 0.9 * 6 * MINUTE);
    expect(refreshTimeMs(NOW_MS, HOUR, highest)).toBe(NOW_MS - 1.1 * 6 * MINUTE);
  });

  test('never later than the margin allows, never in the first half of its life', () => {
    fc.assert(
      fc.property(fc.integer({ min: SECOND, max: 24 * HOUR }), randoms, (lifetimeMs, random) => {
        const marginMs = NOW_MS - refreshTimeMs(NOW_MS, lifetimeMs, () => random);
        const wantedMs = Math.max(MINUTE, lifetimeMs / 10);
        expect(marginMs).toBeGreaterThanOrEqual(Math.floor(Math.min(0.9 * wantedMs, lifetimeMs / 2)));
        expect(marginMs).toBeLessThanOrEqual(Math.ceil(Math.min(1.1 * wantedMs, lifetimeMs / 2)));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('R4: the wait after a failed refresh', () => {
  test.each([
    [1, 500, 1_500],
    [2, 500, 2_500],
    [3, 500, 4_500],
    [9, 500, 256_500],
    [10, 500, 300_500],
    [11, 500, 300_500],
    [10_000, 500, 300_500],
  ])('number %i is between %i and %i ms', (failures, least, most) => {
    expect(backoffMs(failures, lowest)).toBe(least);
    expect(backoffMs(failures, highest)).toBe(most);
  });

  test('is a whole number within its bounds for any luck', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), randoms, (failures, random) => {
        const waitMs = backoffMs(failures, () => random);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(500);
        expect(waitMs).toBeLessThanOrEqual(500 + Math.min(1_000 * 2 ** (failures - 1), 300_000));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('signedInWith', () => {
  const tokens = aTokenSet({
    id: aToken({ lifetimeMs: HOUR, expiresAtMs: NOW_MS + HOUR }),
    access: aToken({ lifetimeMs: 5 * MINUTE, expiresAtMs: NOW_MS + 5 * MINUTE }),
  });

  test.each([
    ['id', NOW_MS + 54 * MINUTE],
    ['access', NOW_MS + 4 * MINUTE],
  ] as const)('plans the refresh by the %s token if that is the one in use', (tokenUse, refreshAtMs) => {
    expect(signedInWith(tokens, tokenUse, middle)).toEqual({
      ...{ kind: 'signedIn', tokens: tokensOf(tokens), refreshAtMs },
      ...{ failedRefreshes: 0, problem: null },
    });
  });

  test('plans none where nothing renews the tokens', () => {
    expect(signedInWith({ ...tokens, renewal: 'none' }, 'id', middle).refreshAtMs).toBeNull();
  });
});

describe('R4: afterFailedRefresh', () => {
  const codes = Object.keys(AUTH_ERROR_KINDS) as AuthErrorCode[];
  const final = codes.filter((code) => AUTH_ERROR_KINDS[code] === 'terminal' && code !== 'otherUser');
  const tokens = aTokenSet({ id: aToken({ expiresAtMs: NOW_MS + HOUR }) });
  const session = aSignedIn({ tokens, failedRefreshes: 2 });
  const sessionAfter = (code: AuthErrorCode, nowMs = NOW_MS) =>
    afterFailedRefresh(session, { code, detail: 'd' }, 'id', nowMs, middle);

  test.each(final)('B: %s is final: what is left of the token is used, then the session ends', (code) => {
    const problem = { code, detail: 'd' };
    expect(sessionAfter(code)).toEqual({ ...session, problem, refreshAtMs: null });
    expect(sessionAfter(code, NOW_MS + HOUR)).toEqual({ kind: 'lapsed', problem });
  });

  test('another user in the place of this one ends it at once', () => {
    expect(sessionAfter('otherUser')).toEqual({
      kind: 'lapsed',
      problem: { code: 'otherUser', detail: 'd' },
    });
  });

  const passing = codes.filter((code) => AUTH_ERROR_KINDS[code] !== 'terminal');
  test.each(passing)('B: %s may pass: it keeps the tokens and tries again, later each time', (code) => {
    const expected = { ...session, problem: { code, detail: 'd' }, failedRefreshes: 3 };
    // A refresh token outlives the others.
    for (const nowMs of [NOW_MS, NOW_MS + HOUR]) {
      expect(sessionAfter(code, nowMs)).toEqual({ ...expected, refreshAtMs: nowMs + 500 + 2_000 });
    }
  });
});

describe('isRefreshDue', () => {
  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('%i ms from the planned time: %s', (offsetMs, isDue) => {
    expect(isRefreshDue(aSignedIn({ refreshAtMs: NOW_MS }), NOW_MS + offsetMs)).toBe(isDue);
  });

  test('never where no refresh is planned', () => {
    expect(isRefreshDue(aSignedIn({ refreshAtMs: null }), Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  test.each<Session>([SIGNED_OUT, aChallenged(), LAPSED])('never for somebody who is $kind', (session) => {
    expect(isRefreshDue(session, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});

describe('afterTime', () => {
  const tokens = aTokenSet({
    id: aToken({ expiresAtMs: NOW_MS }),
    access: aToken({ expiresAtMs: NOW_MS + HOUR }),
    refreshToken: null,
  });
  const unrefreshable = aSignedIn({ tokens, refreshAtMs: null });

  test('a challenge ends at its end', () => {
    const session = aChallenged({ endsAtMs: NOW_MS });
    expect(afterTime(session, 'id', NOW_MS)).toEqual({
      kind: 'signedOut',
      problem: { code: 'challengeExpired', detail: '' },
    });
  });

  test('tokens that cannot be refreshed lapse at the end of the one in use', () => {
    expect(afterTime(unrefreshable, 'id', NOW_MS)).toEqual({
      kind: 'lapsed',
      problem: { code: 'refreshTokenMissing', detail: '' },
    });
  });

  test('tokens whose refresh was given up lapse with the reason', () => {
    const problem = { code: 'refreshFlowNotEnabled', detail: 'd' } as const;
    expect(afterTime({ ...unrefreshable, problem }, 'id', NOW_MS)).toEqual({ kind: 'lapsed', problem });
  });

  test.each<[string, Session, 'id' | 'access', number]>([
    ['a challenge before its end', aChallenged({ endsAtMs: NOW_MS }), 'id', NOW_MS - 1],
    ['tokens before their last moment', unrefreshable, 'id', NOW_MS - 2_001],
    ['tokens of which only the other has ended', unrefreshable, 'access', NOW_MS],
    [
      'ended tokens that a refresh will renew',
      aSignedIn({ tokens, refreshAtMs: NOW_MS }),
      'id',
      NOW_MS + HOUR,
    ],
    ['somebody who is signed out', SIGNED_OUT, 'id', NOW_MS + HOUR],
    ['somebody who has lapsed', LAPSED, 'id', NOW_MS + HOUR],
  ])('leaves alone %s', (_, session, tokenUse, nowMs) => {
    expect(afterTime(session, tokenUse, nowMs)).toBe(session);
  });
});

describe('nextWakeMs', () => {
  // Of an hour, so it is sent until two seconds before its end.
  const ending = (untilMs: number) => aTokenSet({ id: aToken({ expiresAtMs: untilMs + 2_000 }) });

  test.each<[string, Session, number | null]>([
    ['signed out: never', SIGNED_OUT, null],
    ['lapsed: never', LAPSED, null],
    ['challenged: at its end', aChallenged({ endsAtMs: NOW_MS + 7 }), NOW_MS + 7],
    [
      'signed in: at the refresh',
      aSignedIn({ tokens: ending(NOW_MS + 9), refreshAtMs: NOW_MS + 5 }),
      NOW_MS + 5,
    ],
    [
      'signed in with a later try: at the end of the token, when its rule must go',
      aSignedIn({ tokens: ending(NOW_MS + 5), refreshAtMs: NOW_MS + 9 }),
      NOW_MS + 5,
    ],
    [
      'signed in with an ended token: at the next try',
      aSignedIn({ tokens: ending(NOW_MS), refreshAtMs: NOW_MS + 9 }),
      NOW_MS + 9,
    ],
    [
      'signed in with a refresh that is under way: a little later, in case its worker died',
      aSignedIn({ tokens: ending(NOW_MS + MINUTE), refreshAtMs: NOW_MS - 5 }),
      NOW_MS + 5_000,
    ],
    [
      'signed in with a refresh under way and the end near: at the end of the token',
      aSignedIn({ tokens: ending(NOW_MS + 9), refreshAtMs: NOW_MS }),
      NOW_MS + 9,
    ],
    [
      'signed in without a refresh: at the end of the token',
      aSignedIn({ tokens: ending(NOW_MS + 9), refreshAtMs: null }),
      NOW_MS + 9,
    ],
    [
      'signed in, ended, without a refresh: never',
      aSignedIn({ tokens: ending(NOW_MS), refreshAtMs: null }),
      null,
    ],
  ])('%s', (_, session, wakeMs) => expect(nextWakeMs(session, 'id', NOW_MS)).toBe(wakeMs));

  test('looks at the token in use', () => {
    const tokens = { ...ending(NOW_MS + 5), access: aToken({ expiresAtMs: NOW_MS + 2_003 }) };
    expect(nextWakeMs(aSignedIn({ tokens, refreshAtMs: null }), 'access', NOW_MS)).toBe(NOW_MS + 3);
  });
});
