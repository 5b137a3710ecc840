import { describe, expect, test } from 'vitest';
import { aSignedIn, NOW_MS } from '../../testing/builders';
import type { Redirected } from '../session/session';
import { callbackRules } from './callback-rules';

function redirected(redirectUri: string, tabId: number | null = 7): Redirected {
  const secrets = { state: 'state', nonce: 'nonce', codeVerifier: 'verifier' };
  const attempt = { responseType: 'code', ...secrets, redirectUri, tabId, otherTabIds: [] } as const;
  return { kind: 'redirected', attempt, problem: null, endsAtMs: NOW_MS };
}

const profile = { slot: 2 };

describe('the rule for a callback', () => {
  test.each([
    ['https://app.example.com/callback', '|https://app.example.com/callback^'],
    ['https://app.example.com/callback?env=dev', '|https://app.example.com/callback^'],
    ['http://localhost:3000', '|http://localhost:3000/^'],
  ])('at %s stops the tab, whatever the query', (redirectUri, urlFilter) => {
    expect(callbackRules({ profile, session: redirected(redirectUri) })).toEqual([
      {
        id: 29_999,
        priority: 1_000_011,
        action: { type: 'block' },
        condition: { urlFilter, resourceTypes: ['main_frame'], tabIds: [7] },
      },
    ]);
  });

  test('is there only while a user signs in in a tab', () => {
    const elsewhere = redirected('https://app.example.com/callback', null);
    expect(callbackRules({ profile, session: elsewhere })).toEqual([]);
    expect(callbackRules({ profile, session: aSignedIn() })).toEqual([]);
  });
});
