import { describe, expect, test } from 'vitest';
import { aProfile, aSentTokens, aSignedIn, aState, NOW_MS } from '../../testing/builders';
import { shareNewest, withPass } from '../session/one-time-tokens';
import type { SignedIn } from '../session/session';
import { headerSourceOf } from './header-source';

const profile = aProfile({ fetchMode: 'everyRequest' });
const PROBLEM = { code: 'unreachable', detail: '' } as const;

/** The session once its newest token is shared. */
function shared(): SignedIn {
  return shareNewest(aState({ profile }), NOW_MS) as SignedIn;
}

const passFor = (tabId: number, jwt: string) => ({
  ...{ tabId, url: 'https://api.example.com/me' },
  tokens: aSentTokens(jwt),
});

describe('what is attached', () => {
  test('is the shared token and the passes, where requests cannot be held', () => {
    const session = withPass(shared(), passFor(1, 'one'));
    expect(headerSourceOf(aState({ profile, session }), NOW_MS, null)).toMatchObject({
      sent: { token: { jwt: 'id.id.id' } },
      passes: [{ tabId: 1 }],
    });
  });

  test('is a placeholder, where they can', () => {
    const { sent, passes } = headerSourceOf(aState({ profile, session: aSignedIn() }), NOW_MS, 'placeholder');
    expect([sent?.token.jwt, sent?.access?.jwt, passes]).toEqual(['placeholder', 'placeholder', undefined]);
    const failed = aSignedIn({ problem: PROBLEM });
    expect(headerSourceOf(aState({ profile, session: failed }), NOW_MS, 'placeholder').sent).toBeNull();
  });

  test.each([null, 'placeholder'])(
    'is the token of all, for a profile that keeps one (placeholder: %j)',
    (placeholder) => {
      const source = headerSourceOf(
        aState({ profile: aProfile(), session: aSignedIn() }),
        NOW_MS,
        placeholder,
      );
      expect(source.sent?.token.jwt).toBe('id.id.id');
      expect(source.passes).toBeUndefined();
    },
  );

  test.each([{ attach: false }, { isWanted: false }])('is nothing for %j', (switches) => {
    const off = aProfile({ fetchMode: 'everyRequest', ...switches });
    expect(
      headerSourceOf(aState({ profile: off, session: withPass(shared(), passFor(1, 'one')) }), NOW_MS, null),
    ).toEqual({
      profile: off,
      sent: null,
    });
  });
});
