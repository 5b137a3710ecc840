import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesLike, pathsLike } from '../../../e2e/support/look-alikes';
import { aHost, aProfile, aSentTokens } from '../../testing/builders';
import { sessionRules } from '../../testing/desired';
import { isAt } from '../../testing/look-alikes';
import { type ApiHost, coversUrl, hostText, parseApiHost } from '../profile/api-host';

const sent = aSentTokens('aaa.bbb.ccc');

/** Whether one of the host's rules is about this URL. */
function covers(host: ApiHost, { href }: URL): boolean {
  const conditions = sessionRules([{ profile: aProfile({ apiHosts: [host] }), sent }]).map(
    ({ condition }) => condition,
  );
  expect(conditions.every(({ isUrlFilterCaseSensitive }) => isUrlFilterCaseSensitive)).toBe(true);
  return conditions.some(({ urlFilter, regexFilter }) => {
    if (regexFilter !== undefined) return new RegExp(regexFilter).test(href);
    // An anchored filter without wildcards is the beginning of the URL.
    if (urlFilter === undefined || !/^\|[^*^|]+$/.test(urlFilter)) throw new Error(`filter ${urlFilter}`);
    return href.startsWith(urlFilter.slice(1));
  });
}

describe('the filter of a host', () => {
  const hostNames = [
    'api.example.com',
    'example.com',
    'my_api.example.com',
    'xn--bcher-kva.example',
    'localhost',
    'app.localhost',
    '127.0.0.1',
    '192.0.2.7',
    '[::1]',
    '[2001:db8::1]',
  ];
  const ports = ['', ':80', ':443', ':3000', ':8443'];
  const hosts = fc
    .tuple(
      fc.constantFrom('https://', 'http://'),
      fc.constantFrom('', '*.'),
      fc.constantFrom(...hostNames),
      fc.constantFrom(...ports),
      fc.constantFrom('', '', '/v1', '/v1/', '/a.b'),
    )
    .map((parts) => parseApiHost(parts.join('')))
    .filter((host) => host.ok)
    .map(({ value }) => value);

  const names = (name: string) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(name) },
      fc.constantFrom(...namesLike(name)),
      fc.constantFrom(...hostNames),
      fc.domain(),
    );
  const urls = (host: ApiHost) =>
    fc
      .tuple(
        fc.oneof(
          fc.constant(`${host.scheme}:`),
          fc.constantFrom('https:', 'http:', 'wss:', 'ws:', 'ftp:', 'blob:https:'),
        ),
        names(host.hostname),
        fc.oneof(
          fc.constant(host.port && `:${host.port}`),
          fc.constantFrom(...ports, `:${host.port}1`, ':1'),
        ),
        fc.oneof(fc.webPath(), fc.constantFrom(...pathsLike(host.pathPrefix))),
        fc.constantFrom('', '?', '?q=1', `?next=${hostText(host)}/`, '#top', `#${hostText(host)}/`),
      )
      .map(([scheme, ...rest]) => `${scheme}//${rest.join('')}`);
  const requests = hosts.chain((host) =>
    fc.record({ host: fc.constant(host), url: fc.oneof({ weight: 9, arbitrary: urls(host) }, fc.webUrl()) }),
  );

  test('matches the URLs of its origin and no others', { timeout: 30_000 }, () => {
    const seen = { matched: 0, unmatched: 0 };
    fc.assert(
      fc.property(requests, ({ host, url: text }) => {
        if (!URL.canParse(text)) return;
        const url = new URL(text);
        const expected = isAt(host, url);
        seen[expected ? 'matched' : 'unmatched'] += 1;
        if (covers(host, url) !== expected || coversUrl(host, url) !== expected)
          throw new Error(`${hostText(host)} on ${url.href}`);
      }),
      { numRuns: 6_000 },
    );
    expect(seen.matched).toBeGreaterThan(300);
    expect(seen.unmatched).toBeGreaterThan(500);
  });

  test.each([
    ['api.example.com', 'https://api.example.com/', true],
    ['api.example.com', 'wss://api.example.com/socket', true],
    ['api.example.com', 'https://api.example.com:443/x?y#z', true],
    ['api.example.com', 'http://api.example.com/', false],
    ['api.example.com', 'ws://api.example.com/', false],
    ['api.example.com', 'https://api.example.com:8443/', false],
    ['api.example.com', 'https://v1.api.example.com/', false],
    ['api.example.com', 'https://api.example.com./', false],
    ['api.example.com', 'https://apixexample.com/', false],
    ['api.example.com', 'https://api.example.com.evil.com/', false],
    ['api.example.com', 'https://api.example.com@evil.com/', false],
    ['api.example.com', 'https://evil.com/https://api.example.com/', false],
    ['api.example.com:8443', 'https://api.example.com:8443/', true],
    ['api.example.com:8443', 'https://api.example.com/', false],
    ['api.example.com:8443', 'https://api.example.com:84/', false],
    ['localhost:3000', 'ws://localhost:3000/hmr', true],
    ['localhost:3000', 'https://localhost:3000/', false],
    ['[::1]:3000', 'http://[::1]:3000/', true],
    ['*.example.com', 'https://example.com/', true],
    ['*.example.com', 'wss://a.b.example.com/x', true],
    ['*.example.com', 'https://a.example.com:8443/', false],
    ['*.example.com', 'https://notexample.com/', false],
    ['*.example.com', 'https://a.example.com.evil.com/', false],
    ['*.example.com', 'https://evil.com/.example.com/', false],
    ['*.example.com', 'https://evil.com?.example.com/', false],
    ['*.example.com', 'https://u.example.com@evil.com/', false],
    ['*.example.com', 'https://evil.com@u.example.com/', false],
    ['*.example.com', 'https://.example.com/', false],
    ['api.example.com/v1', 'https://api.example.com/v1', true],
    ['api.example.com/v1', 'https://api.example.com/v1?x', true],
    ['api.example.com/v1', 'https://api.example.com/v10', false],
    ['api.example.com/v1', 'https://api.example.com/v1;x', false],
    ['api.example.com/v1', 'https://api.example.com/v1%2Fx', false],
    ['api.example.com/v1', 'https://api.example.com/V1', false],
    ['api.example.com/v1', 'wss://api.example.com/v1/socket', true],
  ])('of %s on %s: %s', (typed, url, matches) => {
    expect(covers(aHost(typed), new URL(url))).toBe(matches);
  });
});
