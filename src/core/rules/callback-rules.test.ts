import { describe, expect, test } from 'vitest';
import { aSignedIn, NOW_MS } from '../../testing/builders';
import type { Redirected } from '../session/session';
import { callbackRules } from './callback-rules';

function redirected(redirectUri: string, tabId: number | null = 7): Redirected {
  const secrets = { state: 'state', nonce: 'nonce', codeVerifier: 'verifier' };
  const attempt = { responseType: 'code', ...secrets, redirectUri, tabId } as const;
  return { kind: 'redirected', attempt, problem: null, endsAtMs: NOW_MS };
}

describe('the rule for a callback', () => {
  test.each([
    ['https://app.example.com/callback', '|https://app.example.com/callback^'],
    ['https://app.example.com/callback?env=dev', '|https://app.example.com/callback^'],
    ['http://localhost:3000', '|http://localhost:3000/^'],
  ])('at %s stops the tab, whatever the query', (redirectUri, urlFilter) => {
    expect(callbackRules({ slot: 2 }, redirected(redirectUri))).toEqual([
      {
        id: 2999,
        priority: 100,
        action: { type: 'block' },
        condition: { urlFilter, resourceTypes: ['main_frame'], tabIds: [7] },
      },
    ]);
  });

  test('is there only while a user signs in in a tab', () => {
    expect(callbackRules({ slot: 2 }, redirected('https://app.example.com/callback', null))).toEqual([]);
    expect(callbackRules({ slot: 2 }, aSignedIn())).toEqual([]);
  });
});
