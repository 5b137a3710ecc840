import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import type { HostAccess } from '../profile/host-access';
import { pageView } from './page-view';

const profile = aProfile({
  slot: 3,
  apiHosts: [aHost('api.example.com'), aHost('*.b.example:8443/v1'), aHost('localhost:3000')],
  allowedPages: [aPage('app.example.org')],
  hostScopes: { 'http://localhost:3000': 'onlyTyped' },
});
const hosts = ['https://api.example.com', 'https://*.b.example:8443/v1'];

const access: HostAccess = {
  granted: ['https://api.example.com/*', 'https://*.b.example/*', 'https://app.example.org/*'],
  socketTwins: false,
};

describe('a page of an API host', () => {
  test.each([
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://API.example.com/docs?x#y', 'https://api.example.com'],
    ['https://a.b.example:8443/v1/x', 'https://*.b.example:8443/v1'],
    ['http://localhost:3000/', 'http://localhost:3000'],
  ])('%s is one of %s', (url, host) => {
    expect(pageView(profile, url, [], access)).toEqual({ kind: 'apiHost', host, isLoadedWithToken: false });
  });

  test.each([
    [null, null],
    [[], false],
    [[30002], true],
    [[30005], true],
    [[30025, 30007], true],
    [[30001], false],
    [[30003], false],
    [[30004, 30006, 30007], false],
    // That of a pass, and those of another profile.
    [[31_002], true],
    [[20_002, 40_005], false],
  ])('on which the rules %j have acted was loaded with a token: %s', (rulesActed, isLoadedWithToken) => {
    expect(pageView(profile, 'https://api.example.com/', rulesActed, access)).toMatchObject({
      isLoadedWithToken,
    });
  });
});

describe('another page', () => {
  test.each([
    ['https://app.example.org/login', 'https://app.example.org'],
    ['https://app.example.org:8443/login', 'https://app.example.org:8443'],
  ])('%s that is allowed, on whatever port', (url, origin) => {
    expect(pageView(profile, url, [], access)).toEqual({ kind: 'allowed', origin, hosts });
  });

  test.each([
    ['https://evil.example.net/', 'https://evil.example.net'],
    ['https://app.example.org.evil.com/x', 'https://app.example.org.evil.com'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
    ['http://localhost:5173/', 'http://localhost:5173'],
  ])('%s that is not', (url, origin) => {
    expect(pageView(profile, url, [], access)).toEqual({ kind: 'notAllowed', origin, hosts });
  });

  test('below an allowed one, or its twin of another scheme, is what the browser makes of it', () => {
    for (const url of ['https://sub.app.example.org/', 'http://app.example.org:81/']) {
      const { origin } = new URL(url);
      expect(pageView(profile, url, [], { granted: ['<all_urls>'], socketTwins: false })).toEqual({
        ...{ kind: 'allowed', origin, hosts },
      });
      expect(pageView(profile, url, [], access)).not.toMatchObject({ kind: 'allowed' });
    }
  });

  test('that is allowed and without access is not allowed yet', () => {
    const url = 'https://app.example.org/login';
    const given = { granted: ['https://api.example.com/*'], socketTwins: false };
    expect(pageView(profile, url, [], given)).toMatchObject({ kind: 'notAllowed', hosts });
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
    expect(pageView(profile, url, [], access)).toEqual({ kind: 'none' });
  });

  test('is nothing to talk about where no API host has pages', () => {
    const hostScopes = { 'https://api.example.com': 'onlyTyped' } as const;
    expect(pageView(aProfile({ hostScopes }), 'https://app.example.org/', null, access)).toEqual({
      kind: 'none',
    });
  });
});
