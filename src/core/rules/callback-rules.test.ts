import { describe, expect, test } from 'vitest';
import { aRedirected, aSignedIn } from '../../testing/builders';
import { callbackRules } from './callback-rules';

const profile = { slot: 2 };

describe('the rule for a callback', () => {
  test.each([
    ['https://app.example.com/callback', '|https://app.example.com/callback^'],
    ['https://app.example.com/callback?env=dev', '|https://app.example.com/callback^'],
    ['http://localhost:3000', '|http://localhost:3000/^'],
  ])('at %s stops the tab, whatever the query', (redirectUri, urlFilter) => {
    expect(callbackRules({ profile, session: aRedirected({ redirectUri }) })).toEqual([
      {
        id: 29_999,
        priority: 1_000_011,
        action: { type: 'block' },
        condition: { urlFilter, resourceTypes: ['main_frame'], tabIds: [7] },
      },
    ]);
  });

  test('is there only while a user signs in in a tab', () => {
    const elsewhere = aRedirected({ tabId: null });
    expect(callbackRules({ profile, session: elsewhere })).toEqual([]);
    expect(callbackRules({ profile, session: aSignedIn() })).toEqual([]);
  });
});
