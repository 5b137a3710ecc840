import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { CHROMIUM } from '../../testing/desired';
import type { HostAccess } from '../profile/host-access';
import type { Profile } from '../profile/profile';
import { type ExplanationCode, explain } from './explain';
import type { WayToSend } from './question';

const API = 'https://api.example.com';
const APP = 'https://app.example.org';
const ASKED_FOR = [`${API}/*`, 'wss://api.example.com/*', `${APP}/*`];
const EVERYWHERE: HostAccess = { granted: ['<all_urls>'], socketTwins: true, dottedNames: true };

interface Given {
  readonly profile?: Partial<Profile>;
  readonly access?: HostAccess;
  readonly sentAs?: WayToSend;
}

function explained(url: string, page: string | null, { profile, access, sentAs }: Given = {}) {
  const allowedPages = [aPage(APP)];
  const sources = [{ profile: aProfile({ allowedPages, ...profile }), sent: aSentTokens() }];
  const circumstances = { sources, abilities: CHROMIUM, access: access ?? EVERYWHERE };
  return explain({ url, page, sentAs: sentAs ?? 'request' }, circumstances);
}

// As measured in Chromium 156 and Firefox 153 (`e2e/leak-matrix.spec.ts` draws more of them).
test.each<[string, string | null, ExplanationCode, Given?]>([
  ['https://@api.example.com/%20;x', null, 'sent'],
  ['HTTPS://%61pi.EXAMPLE.com:443/../x', APP, 'sent'],
  [`${API}/#top`, null, 'sent'],
  [`${API}/?%73ig=1`, null, 'sent'],
  ['https://user@api.example.com/', null, 'hasUserinfo'],
  ['https://:pw@api.example.com:443/#top', APP, 'hasUserinfo'],
  ['https://user@api.example.com/?sig=1', APP, 'hasUserinfo'],
  ['wss://user:pw@api.example.com/', APP, 'hasUserinfo'],
  ['wss://user:pw@api.example.com/', null, 'hasUserinfo'],
  ['https://user@x.example.com/', null, 'hasUserinfo', { profile: { apiHosts: [aHost('*.example.com')] } }],
  ['http://user@api.example.com/', null, 'otherScheme'],
  ['https://user@api.example.com:8443/', null, 'otherPort'],
  [`${API}./`, null, 'noSuchHost'],
  [`${API}/%761`, null, 'otherPath', { profile: { apiHosts: [aHost(`${API}/v1`)] } }],
  // The filters of the browsers see what no request carries, and the path.
  [`${API}/#sig=1`, null, 'presigned'],
  [`${API}/#?a&X-Amz-Signature=1`, APP, 'presigned'],
  [`${API}/x;sig=1`, null, 'presigned'],
  ['wss://api.example.com/?sig=1', APP, 'presigned'],
])('%s from %s: %s', (url, page, code, given) => {
  expect(explained(url, page, given).code).toBe(code);
});

test('of two hosts of one name, a user name is told of the one that fits', () => {
  const apiHosts = [aHost('api.example.com:8443'), aHost(`${API}/v1`), aHost(API)];
  expect(explained('https://user@api.example.com/', null, { profile: { apiHosts } })).toMatchObject({
    code: 'hasUserinfo',
    host: API,
  });
});

test.each([
  ['data:text/html,x', 'data:'],
  ['about:blank', 'about:'],
  ['file:///etc/hosts', 'file:'],
  ['blob:https://api.example.com/1f6b', 'blob:'],
])('of %s, which has no host, it names what stands before the colon', (url, host) => {
  expect(explained(url, null)).toMatchObject({ code: 'noSuchHost', host });
});

describe('a WebSocket is opened by the script of a page alone, without a fragment', () => {
  const withFrames = { profile: { hostFrames: { [API]: true } } };

  test.each<[string, string | null, ExplanationCode, Given?]>([
    ['wss://api.example.com/', APP, 'sent'],
    ['WSS://api.example.com:443/?q', API, 'sent'],
    ['WSS://api.example.com:443/?sig=1', null, 'notOpened'],
    ['wss://api.example.com/', null, 'notOpened', { profile: { hostScopes: { [API]: 'onlyPages' } } }],
    ['wss://api.example.com/', null, 'notOpened', { profile: { attach: false } }],
    ['wss://api.example.com/', APP, 'notOpened', { sentAs: 'link' }],
    ['wss://api.example.com/', API, 'notOpened', { ...withFrames, sentAs: 'frameOrForm' }],
    ['wss://api.example.com/#', APP, 'notOpened'],
    ['wss://api.example.com/#sig=1', APP, 'notOpened'],
    ['ws://localhost:3000/', null, 'notOpened', { profile: { apiHosts: [aHost('localhost:3000')] } }],
    ['ws://api.example.com/', null, 'otherScheme'],
    ['wss://other.example.com/', null, 'noSuchHost'],
  ])('%s from %s: %s', (url, page, code, given) => {
    expect(explained(url, page, given).code).toBe(code);
  });
});

describe('a page', () => {
  const chromium = { access: { granted: ASKED_FOR, socketTwins: true, dottedNames: true } };
  const firefox = { access: { granted: ['<all_urls>'], socketTwins: false } };
  const withFrames = { profile: { hostFrames: { [API]: true } }, sentAs: 'frameOrForm' } as const;

  test.each<[string, ExplanationCode, Given?]>([
    ['HTTPS://user:pw@APP.example.org/', 'sent', chromium],
    ['https://app.example.org:8443/', 'sent', chromium],
    ['blob:https://app.example.org/1f6b', 'sent', chromium],
    ['https://app.example.org./', 'sent', chromium],
    ['https://api.example.com.:8443', 'sent', chromium],
    ['https://app.example.org../', 'pageNotAllowed', chromium],
    ['http://user:pw@app.example.org/', 'pageNotAllowed', chromium],
    ['http://app.example.org./', 'pageNotAllowed', chromium],
    ['http://app.example.org./', 'sent'],
    ['http://app.example.org:81/', 'sent', firefox],
    // To Firefox that is another name, which no rule has.
    ['https://app.example.org./', 'pageNotAllowed', firefox],
    ['https://app.example.org./', 'pageNotAllowed', { ...firefox, ...withFrames }],
    ['https://app.example.org./', 'sent', withFrames],
    // No page of these schemes has an origin that a rule could name, whatever its host.
    ['wss://app.example.org/', 'pageNotAllowed'],
    ['ftp://app.example.org/', 'pageNotAllowed'],
    ['ftp://app.example.org/', 'pageNotAllowed', withFrames],
    ['file://app.example.org/x', 'pageNotAllowed'],
    ['chrome-extension://app.example.org/x', 'pageNotAllowed'],
  ])('%s: %s', (page, code, given) => {
    expect(explained(API, page, given).code).toBe(code);
  });
});
