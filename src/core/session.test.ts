import { describe, expect, test } from 'vitest';
import { aChallenged, aSignedIn, aToken, aTokenSet, NOW_MS } from '../testing/builders';
import { type Session, SIGNED_OUT, tokenOf, usableToken } from './session';

describe('usableToken', () => {
  const id = aToken({ jwt: 'id.id.id', expiresAtMs: NOW_MS });
  const access = aToken({ jwt: 'access.access.access', expiresAtMs: NOW_MS + 1 });
  const session = aSignedIn({ tokens: aTokenSet({ id, access }) });

  test.each([
    ['a millisecond before its end', NOW_MS - 1, id],
    ['exactly at its end', NOW_MS, null],
    ['a millisecond after its end', NOW_MS + 1, null],
  ])('%s', (_, nowMs, token) => expect(usableToken(session, 'id', nowMs)).toBe(token));

  test('looks at the end of the token that the profile uses, not of the other', () => {
    expect(usableToken(session, 'access', NOW_MS)).toBe(access);
    expect(usableToken(session, 'access', NOW_MS + 1)).toBeNull();
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

test('a profile uses the token that it says', () => {
  const tokens = aTokenSet();
  expect(tokenOf(tokens, 'id')).toBe(tokens.id);
  expect(tokenOf(tokens, 'access')).toBe(tokens.access);
});
