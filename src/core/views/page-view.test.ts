import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import { pageView } from './page-view';

const profile = aProfile({
  slot: 3,
  apiHosts: [aHost('api.example.com'), aHost('*.b.example:8443/v1'), aHost('localhost:3000')],
  allowedPages: [aPage('app.example.org')],
  hostScopes: { 'http://localhost:3000': 'onlyTyped' },
});
const hosts = ['https://api.example.com', 'https://*.b.example:8443/v1'];

describe('a page of an API host', () => {
  test.each([
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://API.example.com/docs?x#y', 'https://api.example.com'],
    ['https://a.b.example:8443/v1/x', 'https://*.b.example:8443/v1'],
    ['http://localhost:3000/', 'http://localhost:3000'],
  ])('%s is one of %s', (url, host) => {
    expect(pageView(profile, url, [])).toEqual({ kind: 'apiHost', host, isLoadedWithToken: false });
  });

  test.each([
    [null, null],
    [[], false],
    [[3002], true],
    [[3005], true],
    [[3015, 3007], true],
    [[3001], false],
    [[3003], false],
    [[3004, 3006, 3007], false],
  ])('on which the rules %j have acted was loaded with a token: %s', (rulesActed, isLoadedWithToken) => {
    expect(pageView(profile, 'https://api.example.com/', rulesActed)).toMatchObject({ isLoadedWithToken });
  });
});

describe('another page', () => {
  test.each([
    ['https://app.example.org/login', 'https://app.example.org'],
    ['https://app.example.org:8443/login', 'https://app.example.org:8443'],
  ])('%s that is allowed, on whatever port', (url, origin) => {
    expect(pageView(profile, url, [])).toEqual({ kind: 'allowed', origin, hosts });
  });

  test.each([
    ['https://evil.example.net/', 'https://evil.example.net'],
    ['https://app.example.org.evil.com/x', 'https://app.example.org.evil.com'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
    ['http://localhost:5173/', 'http://localhost:5173'],
  ])('%s that is not', (url, origin) => {
    expect(pageView(profile, url, [])).toEqual({ kind: 'notAllowed', origin, hosts });
  });

  test.each([
    '',
    'about:blank',
    'chrome://settings/',
    'chrome-extension://id/src/popup/popup.html',
    'data:text/html,x',
    'file:///etc/hosts',
    'javascript:alert(1)',
    'view-source:https://api.example.com/',
    'http://app.example.org/',
    'https://app.example.org./',
    'https://cognito-idp.eu-central-1.amazonaws.com/',
    'https://',
    'https:// /',
  ])('%j that can never be allowed', (url) => {
    expect(pageView(profile, url, [])).toEqual({ kind: 'none' });
  });

  test('is nothing to talk about where no API host has pages', () => {
    const hostScopes = { 'https://api.example.com': 'onlyTyped' } as const;
    expect(pageView(aProfile({ hostScopes }), 'https://app.example.org/', null)).toEqual({ kind: 'none' });
  });
});
