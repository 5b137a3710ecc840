import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HostAccess, isGranted, isReachable, missingAccess } from './host-access';

const plain = (...granted: string[]): HostAccess => ({ granted, socketTwins: false });
const twins = (...granted: string[]): HostAccess => ({ granted, socketTwins: true });

describe('a pattern is covered', () => {
  test.each([
    ['https://api.example.com/*', 'https://api.example.com/*', true],
    ['https://api.example.com/v1/*', 'https://api.example.com/*', true],
    ['https://api.example.com:*/*', 'https://api.example.com/*', true],
    ['https://api.example.com:8443/*', 'https://api.example.com/*', false],
    ['http://api.example.com/*', 'https://api.example.com/*', false],
    ['https://other.example.com/*', 'https://api.example.com/*', false],
    ['https://example.com/*', 'https://api.example.com/*', false],
    ['https://api.example.com/*', 'https://*.api.example.com/*', false],
    ['https://*.example.com/*', 'https://api.example.com/*', true],
    ['https://*.example.com/*', 'https://a.b.example.com/*', true],
    ['https://*.example.com/*', 'https://example.com/*', true],
    ['https://*.example.com/*', 'https://notexample.com/*', false],
    ['https://*.example.com/*', 'https://*.example.com/*', true],
    ['https://*.example.com/*', 'https://*.api.example.com/*', true],
    ['https://*.api.example.com/*', 'https://*.example.com/*', false],
    ['https://*/*', 'https://*.example.com/*', true],
    ['https://*/*', 'http://localhost/*', false],
    ['*://*/*', 'http://localhost/*', true],
    ['*://*/*', 'wss://api.example.com/*', false],
    ['*://localhost/*', 'http://localhost/*', true],
    ['<all_urls>', 'https://api.example.com/*', true],
    ['<all_urls>', 'wss://*.example.com/*', true],
    ['http://[::1]/*', 'http://[::1]/*', true],
    ['http://127.0.0.1/*', 'http://127.0.0.1/*', true],
    ['file:///*', 'https://api.example.com/*', false],
    ['chrome://favicon/*', 'https://favicon/*', false],
    ['', 'https://api.example.com/*', false],
    ['https://*', 'https://api.example.com/*', false],
    ['https://*example.com/*', 'https://example.com/*', false],
  ])('by %s: %s? %s', (granted, pattern, expected) => {
    expect(isGranted(plain(granted), pattern)).toBe(expected);
    expect(isGranted(plain('https://elsewhere.example/*', granted), pattern)).toBe(expected);
  });

  test('by nothing where nothing is granted', () => {
    expect(isGranted(plain(), 'https://api.example.com/*')).toBe(false);
  });
});

describe('where WebSockets need access of their own', () => {
  const pattern = 'https://api.example.com/*';

  test.each([
    [[pattern], false],
    [['wss://api.example.com/*'], false],
    [[pattern, 'wss://api.example.com/*'], true],
    [[pattern, 'ws://api.example.com/*'], false],
    [['https://*/*', 'wss://*/*'], true],
    [['*://*/*'], false],
    [['*://*/*', 'wss://*.example.com/*'], true],
    [['<all_urls>'], true],
  ])('%j is enough: %s', (granted, expected) => {
    expect(isGranted(twins(...granted), pattern)).toBe(expected);
  });

  test('that of http is ws', () => {
    expect(isGranted(twins('http://localhost/*', 'ws://localhost/*'), 'http://localhost/*')).toBe(true);
    expect(isGranted(twins('http://localhost/*', 'wss://localhost/*'), 'http://localhost/*')).toBe(false);
  });

  test('a request needs that of its own scheme alone', () => {
    expect(isReachable(twins(pattern), new URL('https://api.example.com/x'))).toBe(true);
    expect(isReachable(twins(pattern), new URL('wss://api.example.com/x'))).toBe(false);
    expect(isReachable(plain(pattern), new URL('wss://api.example.com/x'))).toBe(true);
    expect(isReachable(twins('wss://api.example.com/*'), new URL('wss://api.example.com:8443/x'))).toBe(true);
  });
});

test('what is missing stays in its order', () => {
  const access = plain('https://b.example/*');
  const patterns = ['https://c.example/*', 'https://b.example/*', 'https://a.example/*'];
  expect(missingAccess(access, patterns)).toEqual(['https://c.example/*', 'https://a.example/*']);
});

test.each(['data:text/html,x', 'about:blank', 'file:///etc/hosts', 'chrome-extension://id/page.html'])(
  'no page at %s can be reached',
  (url) => expect(isReachable(twins('<all_urls>'), new URL(url))).toBe(false),
);

describe('over generated patterns', () => {
  const labels = fc.constantFrom('a', 'b', 'example', 'com');
  const names = fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const schemes = fc.constantFrom('http', 'https', 'ws', 'wss');
  const stars = fc.constantFrom('', '*.');
  const ours = fc.tuple(schemes, stars, names).map(([scheme, star, name]) => `${scheme}://${star}${name}/*`);
  const granted = fc.oneof(
    ours,
    fc
      .tuple(fc.constantFrom('*', 'https'), stars, names)
      .map(([s, star, name]) => `${s}://${star}${name}/x*`),
    fc.constantFrom('<all_urls>', '*://*/*', 'https://*/*', 'wss://*/*', 'nonsense'),
  );

  /** Whether a granted pattern is about an URL, said by a regular expression. */
  function isAbout(pattern: string, url: string): boolean {
    if (pattern === '<all_urls>') return true;
    const [, scheme = '', host = ''] = /^(.+):\/\/([^/]+)\//.exec(pattern) ?? [];
    const schemeSource = scheme === '*' ? 'https?' : scheme;
    const hostSource = host.replace(/^\*$/, '.+').replace(/^\*\./, '(.+\\.)?');
    return scheme !== '' && new RegExp(`^${schemeSource}://${hostSource}/$`).test(url);
  }

  /** Every URL, of those there are here, that a pattern of ours is about. */
  function urlsOf(pattern: string): readonly string[] {
    const [, scheme, star, name] = /^(\w+):\/\/(\*\.)?([^/]+)\//.exec(pattern) ?? [];
    const below = ['', ...(star ? ['a.', 'zz.', 'b.a.', 'zz.a.b.example.'] : [])];
    return below.map((each) => `${scheme}://${each}${name}/`);
  }

  test('one that is granted covers another where it is about all of its URLs', () => {
    const seen = { covered: 0, open: 0 };
    fc.assert(
      fc.property(fc.array(granted, { maxLength: 1 }), ours, (all, pattern) => {
        const expected = urlsOf(pattern).every((url) => all.some((each) => isAbout(each, url)));
        seen[expected ? 'covered' : 'open'] += 1;
        expect(isGranted(plain(...all), pattern)).toBe(expected);
        for (const url of urlsOf(pattern)) {
          const isOpen = all.some((each) => isAbout(each, url));
          expect(isReachable(twins(...all), new URL(url))).toBe(isOpen);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(seen.covered).toBeGreaterThan(100);
    expect(seen.open).toBeGreaterThan(100);
  });

  test('several do where one of them does', () => {
    fc.assert(
      fc.property(fc.array(granted, { maxLength: 4 }), ours, (all, pattern) => {
        const expected = all.some((each) => isGranted(plain(each), pattern));
        expect(isGranted(plain(...all), pattern)).toBe(expected);
      }),
    );
  });
});
