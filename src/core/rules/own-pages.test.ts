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
const DOTTED: HostAccess = { granted: configured, socketTwins: true, dottedNames: true };

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
  ['https://user:pw@app.example.org/', 'allowed', 'accessMissing', 'allowed', 'allowed'],
  ['http://user@app.example.org:81/', 'notAllowed', 'notAllowed', 'allowed', 'allowed'],
  ['HTTPS://APP.example.org:443/', 'allowed', 'accessMissing', 'allowed', 'allowed'],
  ['https://user:pw@api.example.com/', 'allowed', 'allowed', 'allowed', 'allowed'],
  ['https://api.example.com:8443/', 'allowed', 'allowed', 'allowed', 'allowed'],
  ['blob:https://app.example.org/1f6b', 'allowed', 'accessMissing', 'allowed', 'allowed'],
];

/** Pages whose names alone look right. */
const NAMELESS = ['ftp:', 'wss:', 'file:', 'chrome-extension:'].map(
  (scheme) => `${scheme}//app.example.org/`,
);

function codeOf(page: string, access: HostAccess): string {
  const sources = [{ profile, sent: aSentTokens() }];
  return explain({ url: API, page, sentAs: 'request' }, { sources, abilities: CHROMIUM, access }).code;
}

describe.each(Object.entries(grants))('with access to %s', (_, access) => {
  const position = Object.values(grants).indexOf(access);

  test.each(PAGES)('%s is told the same by everybody', (page, ...standings) => {
    const expected = standings[position];
    const url = new URL(page);
    expect(pageStanding(profile, host, url, access)).toBe(expected);

    const code = codeOf(page, access);
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
  const { hostname } = new URL(new URL(page).origin);
  const request = { url: new URL(API), method: 'get', type: 'xmlhttprequest', initiator: hostname };
  const rules = allRules([{ profile, sent: aSentTokens() }]);
  const isNamed = outcomeOf(rules, { ...request, top: hostname }).headers.has('authorization');
  const access = { granted: ['<all_urls>'], socketTwins: true };
  expect(pageStanding(profile, host, new URL(page), access) === 'allowed').toBe(isNamed);
});

test.each(NAMELESS)('%s is told by everybody to be no page that could be allowed', (page) => {
  const access = { granted: ['<all_urls>'], socketTwins: true };
  expect(pageStanding(profile, host, new URL(page), access)).toBe('notAllowed');
  expect(codeOf(page, access)).toBe('pageNotAllowed');
  expect(pageView(profile, page, null, access).kind).toBe('none');
});

test.each(['https://app.example.org./', 'https://api.example.com.:8443/', 'http://localhost./'])(
  '%s is told by everybody to be the same name without its dot, or no name to allow',
  (page) => {
    expect(codeOf(page, DOTTED)).toBe('sent');
    expect(pageView(profile, page, null, DOTTED).kind).toBe('allowed');
    const undotted = { granted: ['<all_urls>'], socketTwins: false };
    expect(codeOf(page, undotted)).toBe('pageNotAllowed');
    expect(pageView(profile, page, null, undotted).kind).toBe('none');
  },
);

test('no page may where the browser has not been given access to the API host', () => {
  const access = { granted: configured.slice(1), socketTwins: true };
  expect(codeOf('https://app.example.org/', access)).toBe('accessMissing');
  expect(pageView(profile, 'https://app.example.org/', null, access).kind).toBe('none');
});

test('no page may where the host is for typed URLs only', () => {
  const onlyTyped = { ...profile, hostScopes: { 'https://api.example.com': 'onlyTyped' } as const };
  const access = { granted: ['<all_urls>'], socketTwins: true };
  expect(pageStanding(onlyTyped, host, new URL('https://app.example.org/'), access)).toBe('onlyTyped');
});
