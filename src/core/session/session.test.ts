import { describe, expect, test } from 'vitest';
import { aChallenged, aSignedIn, aToken, NOW_MS, someTokens } from '../../testing/builders';
import { type Session, SIGNED_OUT, usableToken } from './session';
import { sentUntilMs, tokenOf } from './token';

// A token of an hour is not sent any more from two seconds before its end.
const LAST_MOMENT_MS = 2_000;

describe('usableToken', () => {
  const id = aToken({ jwt: 'id.id.id', expiresAtMs: NOW_MS + LAST_MOMENT_MS });
  const access = aToken({ jwt: 'access.access.access', expiresAtMs: NOW_MS + LAST_MOMENT_MS + 1 });
  const session = aSignedIn({ tokens: someTokens({ id, access }) });

  test.each([
    ['a millisecond before its last moment', NOW_MS - 1, id],
    ['from its last moment on', NOW_MS, null],
    ['at its end', NOW_MS + LAST_MOMENT_MS, null],
  ])('%s', (_, nowMs, token) => expect(usableToken(session, 'id', nowMs)).toBe(token));

  test('looks at the end of the token that the profile uses, not of the other', () => {
    expect(usableToken(session, 'access', NOW_MS)).toBe(access);
    expect(usableToken(session, 'access', NOW_MS + 1)).toBeNull();
  });

  test.each(['id', 'access'] as const)('is null where the grant gave no %s token', (tokenUse) => {
    const tokens = tokenUse === 'id' ? someTokens({ id: null, access }) : someTokens({ id, access: null });
    expect(usableToken(aSignedIn({ tokens }), tokenUse, NOW_MS - 1)).toBeNull();
    const other = tokenUse === 'id' ? 'access' : 'id';
    expect(usableToken(aSignedIn({ tokens }), other, NOW_MS - 1)).toBe(tokens[other]);
  });

  test('is still there while a refresh fails', () => {
    const failing = { ...session, problem: { code: 'unreachable', detail: '' }, failedRefreshes: 3 } as const;
    expect(usableToken(failing, 'id', NOW_MS - 1)).toBe(id);
  });

  test.each<Session>([
    SIGNED_OUT,
    aChallenged(),
    { kind: 'lapsed', problem: { code: 'refreshTokenRevoked', detail: '' } },
  ])('is null for somebody who is $kind', (other) => expect(usableToken(other, 'id', NOW_MS - 1)).toBeNull());
});

test.each([
  [3_600_000, 2_000],
  [300_000, 2_000],
  [10_000, 1_000],
])('a token of %i ms is not sent in its last %i ms', (lifetimeMs, lastMs) => {
  expect(sentUntilMs(aToken({ lifetimeMs, expiresAtMs: NOW_MS }))).toBe(NOW_MS - lastMs);
});

test('a profile uses the token that it says', () => {
  const tokens = someTokens();
  expect(tokenOf(tokens, 'id')).toBe(tokens.id);
  expect(tokenOf(tokens, 'access')).toBe(tokens.access);
  expect(tokenOf(someTokens({ access: null }), 'access')).toBeNull();
});
