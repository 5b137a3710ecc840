import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { allRules, CHROMIUM } from '../../testing/desired';
import type { HostAccess } from '../profile/host-access';
import { pageView } from '../views/page-view';
import { explain } from './explain';
import { type PageStanding, pageStanding } from './own-pages';
import { outcomeOf } from './rule-match';

const API = 'https://api.example.com/me';
const host = aHost('api.example.com');
const profile = aProfile({
  allowedPages: [aPage('https://app.example.org'), aPage('http://localhost:5173')],
});
const configured = ['https://api.example.com/*', 'https://app.example.org/*', 'http://localhost/*'];

const grants: Readonly<Record<string, HostAccess>> = {
  'just what is configured': { granted: configured, socketTwins: true },
  'the API host alone': { granted: configured.slice(0, 1), socketTwins: true },
  'every site': { granted: ['<all_urls>'], socketTwins: true },
  'all below the page': { granted: [...configured, '*://*.app.example.org/*'], socketTwins: false },
};

// What a page may do with each of these grants, in their order.
const PAGES: readonly (readonly [string, ...PageStanding[]])[] = [
  ['https://app.example.org/', 'allowed', 'accessMissing', 'allowed', 'allowed'],
  ['https://app.example.org:8443/x', 'allowed', 'accessMissing', 'allowed', 'allowed'],
  ['http://localhost:3000/', 'allowed', 'accessMissing', 'allowed', 'allowed'],
  ['http://app.example.org/', 'notAllowed', 'notAllowed', 'allowed', 'allowed'],
  ['https://sub.app.example.org/', 'notAllowed', 'notAllowed', 'allowed', 'allowed'],
  ['https://sub.api.example.com/', 'notAllowed', 'notAllowed', 'allowed', 'notAllowed'],
  ['http://api.example.com/', 'notAllowed', 'notAllowed', 'allowed', 'notAllowed'],
  ['https://example.org/', 'notAllowed', 'notAllowed', 'notAllowed', 'notAllowed'],
  ['https://notapp.example.org/', 'notAllowed', 'notAllowed', 'notAllowed', 'notAllowed'],
  ['https://app.example.org.evil.com/', 'notAllowed', 'notAllowed', 'notAllowed', 'notAllowed'],
];

describe.each(Object.entries(grants))('with access to %s', (_, access) => {
  const position = Object.values(grants).indexOf(access);

  test.each(PAGES)('%s is told the same by everybody', (page, ...standings) => {
    const expected = standings[position];
    const url = new URL(page);
    expect(pageStanding(profile, host, url, access)).toBe(expected);

    const sources = [{ profile, sent: aSentTokens() }];
    const { code } = explain({ url: API, page, sentAs: 'request' }, { sources, abilities: CHROMIUM, access });
    const codes: Readonly<Record<string, string>> = {
      allowed: 'sent',
      notAllowed: 'pageNotAllowed',
      accessMissing: 'accessMissing',
      onlyTyped: '',
    };
    expect(code).toBe(codes[expected ?? 'onlyTyped']);

    const { kind } = pageView(profile, page, null, access);
    expect(kind === 'allowed').toBe(expected === 'allowed');
  });
});

test.each(PAGES)('%s is named by the rules wherever it may be allowed', (page) => {
  const { hostname } = new URL(page);
  const request = { url: new URL(API), method: 'get', type: 'xmlhttprequest', initiator: hostname };
  const rules = allRules([{ profile, sent: aSentTokens() }]);
  const isNamed = outcomeOf(rules, { ...request, top: hostname }).headers.has('authorization');
  const access = { granted: ['<all_urls>'], socketTwins: true };
  expect(pageStanding(profile, host, new URL(page), access) === 'allowed').toBe(isNamed);
});

test('no page may where the host is for typed URLs only', () => {
  const onlyTyped = { ...profile, hostScopes: { 'https://api.example.com': 'onlyTyped' } as const };
  const access = { granted: ['<all_urls>'], socketTwins: true };
  expect(pageStanding(onlyTyped, host, new URL('https://app.example.org/'), access)).toBe('onlyTyped');
});
