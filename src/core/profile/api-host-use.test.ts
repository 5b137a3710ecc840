import { describe, expect, test } from 'vitest';
import { aHost, aPage } from '../../testing/builders';
import {
  coversName,
  coversUrl,
  hostText,
  isLoopback,
  matchPatternOf,
  parseAllowedPage,
  shortText,
} from './api-host';

describe('parseAllowedPage', () => {
  test.each([
    ['app.example.com', 'https://app.example.com'],
    ['https://App.example.com:8443/', 'https://app.example.com:8443'],
    ['localhost:5173', 'http://localhost:5173'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['127.1:5173', 'http://127.0.0.1:5173'],
  ])('takes %s as %s', (typed, page) => {
    expect(hostText(aPage(typed))).toBe(page);
    expect(aPage(typed)).toMatchObject({ isWildcard: false, pathPrefix: '/' });
  });

  test.each([
    ['', 'hostEmpty'],
    ['*.example.com', 'pageWildcard'],
    ['*.example.com/v1', 'pageWildcard'],
    ['*.com', 'hostWildcardTooWide'],
    ['app.example.com/login', 'pageHasPath'],
    ['app.example.com//', 'pageHasPath'],
    ['app.example.com?x', 'hostHasQuery'],
    ['http://app.example.com', 'hostHttpNotLoopback'],
    ['https://user@app.example.com', 'hostHasUserinfo'],
    ['app.example.com.', 'hostTrailingDot'],
    ['null', null],
    ['about:blank', 'hostMalformed'],
    ['data:text/html,x', 'hostMalformed'],
    ['chrome-extension://abc', 'hostSchemeUnsupported'],
    ['my-app.auth.eu-central-1.amazoncognito.com', 'hostIsCognito'],
  ])('%j: %s', (typed, problem) => {
    const page = parseAllowedPage(typed);
    expect(page.ok ? null : page.problem).toBe(problem);
  });
});

describe('coversUrl', () => {
  test.each([
    ['api.example.com', 'https://api.example.com', true],
    ['api.example.com', 'https://API.example.com:443/x?y#z', true],
    ['api.example.com', 'wss://api.example.com/socket', true],
    ['api.example.com', 'ws://api.example.com/socket', false],
    ['api.example.com', 'http://api.example.com/', false],
    ['api.example.com', 'https://api.example.com./', false],
    ['api.example.com', 'https://api.example.com.evil.com/', false],
    ['api.example.com', 'https://user@api.example.com/', false],
    ['api.example.com', 'https://:pw@api.example.com/', false],
    ['api.example.com', 'blob:https://api.example.com/1', false],
    ['api.example.com', 'javascript://api.example.com/', false],
    ['*.example.com', 'https://example.com/', true],
    ['*.example.com', 'https://a.b.example.com/', true],
    ['*.example.com', 'https://notexample.com/', false],
    ['*.example.com', 'https://.example.com/', false],
    ['*.example.com', 'https://a.example.com./', false],
    ['*.example.com', 'https://a.example.com:8443/', false],
    ['*.example.com', 'https://evil.com/.example.com/', false],
    ['*.example.com', 'https://evil.com?a.example.com/', false],
    ['api.example.com/v1', 'https://api.example.com/v1', true],
    ['api.example.com/v1', 'https://api.example.com/v1?x', true],
    ['api.example.com/v1', 'https://api.example.com/v1#x', true],
    ['api.example.com/v1', 'https://api.example.com/v1/x', true],
    ['api.example.com/v1', 'https://api.example.com/x/../v1/x', true],
    ['api.example.com/v1', 'https://api.example.com/v10', false],
    ['api.example.com/v1', 'https://api.example.com/v1;x', false],
    ['api.example.com/v1', 'https://api.example.com/v1%2Fx', false],
    ['api.example.com/v1', 'https://api.example.com/v1.x', false],
    ['api.example.com/v1', 'https://api.example.com/V1', false],
    ['api.example.com/v1', 'https://api.example.com/v1/../x', false],
    ['api.example.com/v1', 'https://api.example.com/v1/%2e%2e/x', false],
    ['api.example.com/v1', 'https://api.example.com/%76%31', false],
    ['api.example.com/v1', 'https://api.example.com//v1', false],
    ['api.example.com/v1', 'https://api.example.com/?/v1', false],
    ['api.example.com/v1/', 'https://api.example.com/v1/', true],
    ['api.example.com/v1/', 'https://api.example.com/v1', false],
    ['api.example.com/a.b', 'https://api.example.com/axb', false],
  ])('of %s on %s: %s', (typed, url, covers) => {
    expect(coversUrl(aHost(typed), new URL(url))).toBe(covers);
  });

  test('the name alone is covered on any port and path', () => {
    const host = aHost('*.example.com:8443/v1');
    const names = ['example.com', 'a.example.com', '.example.com', 'aexample.com', 'example.com.', 'com', ''];
    expect(names.filter((name) => coversName(host, name))).toEqual(['example.com', 'a.example.com']);
    expect(coversName(aHost('example.com'), 'a.example.com')).toBe(false);
  });
});

describe('isLoopback', () => {
  test.each(['localhost', 'app.localhost', 'a.b.localhost', '127.0.0.1', '[::1]'])('knows %s', (hostname) =>
    expect(isLoopback(hostname)).toBe(true),
  );

  test.each([
    '',
    '.localhost',
    'localhost.',
    'localhost.evil.com',
    'evillocalhost',
    '127.0.0.2',
    '::1',
    '[::2]',
  ])('does not trust %j', (hostname) => expect(isLoopback(hostname)).toBe(false));
});

describe('matchPatternOf', () => {
  test.each([
    ['api.example.com:8443', 'https://api.example.com/*'],
    ['http://localhost:3000', 'http://localhost/*'],
    ['[::1]:8080', 'http://[::1]/*'],
    ['*.example.com:8443/v1', 'https://*.example.com/*'],
    ['api.example.com/v1', 'https://api.example.com/*'],
  ])('of %s names the scheme and the host, never the port', (typed, pattern) => {
    expect(matchPatternOf(aHost(typed))).toBe(pattern);
  });
});

describe('shortText', () => {
  test.each([
    ['api.example.com', 'api.example.com'],
    ['https://*.example.com:8443/v1', '*.example.com:8443/v1'],
    ['localhost:3000', 'localhost:3000'],
    ['https://localhost:3000', 'https://localhost:3000'],
    ['https://api.example.com/a://b', 'https://api.example.com/a://b'],
  ])('of %s is %s, which is read as the same host', (typed, short) => {
    expect(shortText(aHost(typed))).toBe(short);
    expect(aHost(short)).toEqual(aHost(typed));
  });
});
