import { describe, expect, test } from 'vitest';
import { aRedirected, aSignedIn } from '../../testing/builders';
import type { Redirected } from '../session/session';
import { matches } from './rule-match';
import { signInTabRules } from './sign-in-tab-rules';

const rulesOf = (session: Redirected) => signInTabRules({ profile: { slot: 2 }, session });

/** Whether what is loaded in a tab is left alone; undefined for a request of no tab. */
function isLeftAlone(session: Redirected, tabId?: number): boolean {
  const request = {
    ...{ url: new URL('https://sso.example.com/'), type: 'main_frame', method: 'get' },
    ...{ initiator: null, top: null, ...(tabId !== undefined && { tabId }) },
  };
  return rulesOf(session).some(({ condition }) => matches(condition, request));
}

describe('A: the tab that a user signs in in', () => {
  test('is left alone by every rule but that of the callback', () => {
    expect(rulesOf(aRedirected())).toMatchObject([
      { id: 29_996, priority: 1_000_010, action: { type: 'allow' } },
    ]);
  });

  test.each([
    ['its tab', aRedirected(), 7, true],
    ['another tab', aRedirected(), 8, false],
    ['no tab, beside a tab of ours', aRedirected(), undefined, false],
    [
      'a new tab, where the browser has opened the window',
      aRedirected({ tabId: null, otherTabIds: [7, 8] }),
      9,
      true,
    ],
    ['a tab that was there before', aRedirected({ tabId: null, otherTabIds: [7, 8] }), 8, false],
    [
      'no tab, beside a window of the browser',
      aRedirected({ tabId: null, otherTabIds: [7, 8] }),
      undefined,
      false,
    ],
    ['any tab, where nobody knows which were there', aRedirected({ tabId: null }), 9, false],
  ] as const)('%s', (_, session, tabId, isAlone) => {
    expect(isLeftAlone(session, tabId)).toBe(isAlone);
  });

  test('is none where nobody signs in in one', () => {
    expect(signInTabRules({ profile: { slot: 2 }, session: aSignedIn() })).toEqual([]);
  });
});
