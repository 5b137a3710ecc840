import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost } from '../testing/builders';
import { isLoopback, matchPatternOf, originOf, parseApiHost } from './api-host';

describe('parseApiHost accepts', () => {
  test.each([
    ['api.example.com', 'https://api.example.com'],
    ['  api.example.com\n', 'https://api.example.com'],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['API.Example.COM', 'https://api.example.com'],
    ['HTTPS://API.EXAMPLE.COM', 'https://api.example.com'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['ａｐｉ.example.com', 'https://api.example.com'],
    ['api%2Eexample.com', 'https://api.example.com'],
    ['my_api.example.com', 'https://my_api.example.com'],
    ['intranet', 'https://intranet'],
    ['https://api.example.com:443', 'https://api.example.com'],
    ['api.example.com:443', 'https://api.example.com'],
    ['api.example.com:80', 'https://api.example.com:80'],
    ['api.example.com:8443', 'https://api.example.com:8443'],
    ['https://api.example.com:08443', 'https://api.example.com:8443'],
    ['192.0.2.7', 'https://192.0.2.7'],
    ['[2001:DB8::1]:8443', 'https://[2001:db8::1]:8443'],
  ])('%j as %s', (typed, origin) => {
    expect(originOf(aHost(typed))).toBe(origin);
  });

  test.each([
    ['localhost', 'http://localhost'],
    ['localhost:3000', 'http://localhost:3000'],
    ['LOCALHOST:3000', 'http://localhost:3000'],
    ['localhost:80', 'http://localhost'],
    ['localhost:443', 'http://localhost:443'],
    ['app.localhost:3000', 'http://app.localhost:3000'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://localhost', 'https://localhost'],
    ['https://localhost:8443', 'https://localhost:8443'],
    ['https://127.0.0.1', 'https://127.0.0.1'],
  ])('loopback %j as %s, http unless https is typed', (typed, origin) => {
    expect(originOf(aHost(typed))).toBe(origin);
  });

  test.each(['0x7f.1', '2130706433', '127.1', '0177.0.0.1', '127.0.0.1', '１２７.0.0.1'])(
    'the IPv4 spelling %s as 127.0.0.1',
    (typed) => expect(aHost(typed).hostname).toBe('127.0.0.1'),
  );
});

describe('parseApiHost refuses', () => {
  test.each([
    ['', 'hostEmpty'],
    [' \t\n', 'hostEmpty'],
    ['*', 'hostWildcard'],
    ['*.example.com', 'hostWildcard'],
    ['https://*.example.com', 'hostWildcard'],
    ['https://api.example.com:*', 'hostWildcard'],
    ['%2A.example.com', 'hostWildcard'],
    ['＊.example.com', 'hostWildcard'],
    ['user@api.example.com', 'hostHasUserinfo'],
    ['https://user:pw@api.example.com', 'hostHasUserinfo'],
    ['https://api.example.com@evil.com', 'hostHasUserinfo'],
    ['https://:pw@api.example.com', 'hostHasUserinfo'],
    ['api.example.com/v1', 'hostHasPath'],
    ['api.example.com//', 'hostHasPath'],
    ['api.example.com?x=1', 'hostHasPath'],
    ['https://api.example.com/#top', 'hostHasPath'],
    ['evil.com\\@api.example.com', 'hostHasPath'],
    ['ftp://api.example.com', 'hostSchemeUnsupported'],
    ['ws://api.example.com', 'hostSchemeUnsupported'],
    ['file:///etc/hosts', 'hostSchemeUnsupported'],
    ['javascript://api.example.com/%0aalert(1)', 'hostSchemeUnsupported'],
    ['chrome-extension://api', 'hostSchemeUnsupported'],
    ['http://api.example.com', 'hostHttpNotLoopback'],
    ['http://localhost.evil.com', 'hostHttpNotLoopback'],
    ['http://127.0.0.1.evil.com', 'hostHttpNotLoopback'],
    ['http://evillocalhost', 'hostHttpNotLoopback'],
    ['http://127.0.0.2', 'hostHttpNotLoopback'],
    ['http://0.0.0.0', 'hostHttpNotLoopback'],
    ['http://[::ffff:127.0.0.1]', 'hostHttpNotLoopback'],
    ['http://192.168.0.1', 'hostHttpNotLoopback'],
    ['api.example.com.', 'hostTrailingDot'],
    ['https://api.example.com.:8443', 'hostTrailingDot'],
    ['localhost.', 'hostTrailingDot'],
    ['http://localhost.', 'hostTrailingDot'],
    ['cognito-idp.eu-central-1.amazonaws.com.', 'hostTrailingDot'],
    ['https://', 'hostMalformed'],
    ['https://api example.com', 'hostMalformed'],
    ['api.example.com:99999', 'hostMalformed'],
    ['api.example.com:port', 'hostMalformed'],
    ['javascript:alert(1)', 'hostMalformed'],
    ['[::1', 'hostMalformed'],
    ['999.1.1.1', 'hostMalformed'],
    ['xn--a', 'hostMalformed'],
  ])('%j: %s', (typed, problem) => {
    expect(parseApiHost(typed)).toEqual({ ok: false, problem });
  });

  // URL lets them through, but no host has them, and they mean something in a rule's regular expression.
  test.each([
    'a+pi.example.com',
    'api(.example.com',
    'api{2}.example.com',
    'a$.example.com',
    "a'b.example.com",
  ])('the name %s, which no host can have', (typed) =>
    expect(parseApiHost(typed)).toEqual({ ok: false, problem: 'hostMalformed' }),
  );

  test.each([
    'cognito-idp.eu-central-1.amazonaws.com',
    'https://COGNITO-IDP.eu-central-1.amazonaws.com:443',
    'cognito-idp-fips.us-gov-west-1.amazonaws.com',
    'cognito-idp.cn-north-1.amazonaws.com.cn',
    'cognito-idp.eusc-de-east-1.amazonaws.eu',
    'cognito-idp.eu-central-1.api.aws',
    'issuer-cognito-idp.eu-central-1.amazonaws.com',
    'my-app.auth.eu-central-1.amazoncognito.com',
    'my-app.auth-fips.us-gov-west-1.amazoncognito.com',
    'amazoncognito.com',
  ])('the Cognito endpoint %s', (typed) => {
    expect(parseApiHost(typed)).toEqual({ ok: false, problem: 'hostIsCognito' });
  });

  test.each([
    'abc123.execute-api.eu-central-1.amazonaws.com',
    'notamazoncognito.com',
    'cognito-idp.example.com',
  ])('not %s, which only resembles a Cognito endpoint', (typed) => expect(parseApiHost(typed).ok).toBe(true));
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
  ])('of %s names the scheme and the host, never the port', (typed, pattern) => {
    expect(matchPatternOf(aHost(typed))).toBe(pattern);
  });
});

describe('whatever is typed', () => {
  const name = fc.oneof(
    fc.domain(),
    fc.ipV4Extended(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.constantFrom('localhost', 'app.localhost', '[::1]', 'münchen.example', '例え.jp'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.stringMatching(/^[a-z0-9%*+$(){}!'~,;&=._-]{1,12}$/),
  );
  const port = fc.oneof(
    fc.constant(''),
    fc.integer({ min: 0, max: 70_000 }).map((number) => `:${number}`),
  );
  const scheme = fc.constantFrom('', '', 'https://', 'http://', 'HTTPS://', 'ftp://');
  const typedText = fc.oneof(
    fc.tuple(scheme, name, port, fc.constantFrom('', '', '/', '.')).map((parts) => parts.join('')),
    fc.webUrl(),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );

  /** Checks every host that is accepted, and that enough are for the check to mean something. */
  function forAcceptedHosts(check: (host: ReturnType<typeof aHost>) => void): void {
    let accepted = 0;
    fc.assert(
      fc.property(typedText, (typed) => {
        const host = parseApiHost(typed);
        if (!host.ok) return;
        accepted += 1;
        check(host.value);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  }

  test('an accepted host is the very host that URL sees', () => {
    forAcceptedHosts((host) => {
      const url = new URL(`${originOf(host)}/`);
      expect([url.protocol, url.hostname, url.port]).toEqual([`${host.scheme}:`, host.hostname, host.port]);
      expect(url.origin).toBe(originOf(host));
    });
  });

  test('an accepted host is read back as itself', () => {
    forAcceptedHosts((host) => {
      expect(parseApiHost(originOf(host))).toEqual({ ok: true, value: host });
    });
  });

  test('an accepted host is https or loopback, and has no character that means something in a rule', () => {
    forAcceptedHosts((host) => {
      expect(host.scheme === 'https' || isLoopback(host.hostname)).toBe(true);
      expect(host.hostname).toMatch(/^([a-z0-9._-]+|\[[0-9a-f:]+\])$/);
    });
  });
});
