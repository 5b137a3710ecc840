import { describe, expect, test } from 'vitest';
import { aHost } from '../../testing/builders';
import { authorityOf, hostText, parseApiHost } from './api-host';

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
    ['[0:0:0:0:0:0:0:2]', 'https://[::2]'],
    ['https://[::ffff:127.0.0.1]', 'https://[::ffff:7f00:1]'],
    ['https://0x7f000002', 'https://127.0.0.2'],
    ['fußball.example', 'https://xn--fuball-cta.example'],
    ['例え.jp:8443', 'https://xn--r8jz45g.jp:8443'],
    ['api.example.com?', 'https://api.example.com'],
    ['*.example.com', 'https://*.example.com'],
    ['https://*.EXAMPLE.com:8443/', 'https://*.example.com:8443'],
    ['*.bücher.example', 'https://*.xn--bcher-kva.example'],
    ['*.v1.api.example.com', 'https://*.v1.api.example.com'],
    ['https://*.app.localhost', 'https://*.app.localhost'],
    ['*.app.localhost:3000', 'http://*.app.localhost:3000'],
    ['*.amazonaws.example.com', 'https://*.amazonaws.example.com'],
    ['*.notamazonaws.com', 'https://*.notamazonaws.com'],
    ['api.example.com/v1', 'https://api.example.com/v1'],
    ['api.example.com/v1/', 'https://api.example.com/v1/'],
    ['https://API.example.com/V1/Users', 'https://api.example.com/V1/Users'],
    ['*.example.com/v1', 'https://*.example.com/v1'],
    ['localhost:3000/api', 'http://localhost:3000/api'],
    ['api.example.com//', 'https://api.example.com//'],
    ['api.example.com/a/../v1', 'https://api.example.com/v1'],
    ['api.example.com/a/%2e%2E/v1', 'https://api.example.com/v1'],
    ['api.example.com/v1%2Fx', 'https://api.example.com/v1%2Fx'],
    ['api.example.com/{id}', 'https://api.example.com/%7Bid%7D'],
    ['api.example.com/ü', 'https://api.example.com/%C3%BC'],
    ["api.example.com/~a/@b:c!$&'()+,;=-_", "https://api.example.com/~a/@b:c!$&'()+,;=-_"],
    // What stands before a backslash is the host, as the browser reads it, and as every page then shows it.
  ])('%j as %s', (typed, origin) => {
    expect(hostText(aHost(typed))).toBe(origin);
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
    expect(hostText(aHost(typed))).toBe(origin);
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
    ['*.', 'hostMalformed'],
    ['*.*.example.com', 'hostWildcard'],
    ['api.*.example.com', 'hostWildcard'],
    ['api.*', 'hostWildcard'],
    ['a*.example.com', 'hostWildcard'],
    ['*example.com', 'hostWildcard'],
    ['https://user@*.example.com', 'hostHasUserinfo'],
    ['*://api.example.com', 'hostWildcard'],
    ['*.com', 'hostWildcardTooWide'],
    ['*.localhost', 'hostWildcardTooWide'],
    ['*.intranet', 'hostWildcardTooWide'],
    ['https://*.com/v1', 'hostWildcardTooWide'],
    ['*.127.0.0.1', 'hostWildcardTooWide'],
    ['*.192.0.2.7', 'hostWildcardTooWide'],
    ['*.0x7f.1', 'hostWildcardTooWide'],
    ['*.[::1]', 'hostWildcardTooWide'],
    ['*..example.com', 'hostWildcardTooWide'],
    ['*.amazonaws.com', 'hostIsAws'],
    ['*.execute-api.eu-central-1.amazonaws.com', 'hostIsAws'],
    ['https://*.S3.amazonaws.com/v1', 'hostIsAws'],
    ['*.cn-north-1.amazonaws.com.cn', 'hostIsAws'],
    ['*.eusc-de-east-1.amazonaws.eu', 'hostIsAws'],
    ['*.api.aws', 'hostIsAws'],
    ['*.eu-central-1.api.aws', 'hostIsAws'],
    ['*.elb.amazonaws.com', 'hostIsAws'],
    ['*.eu-central-1.elb.amazonaws.com', 'hostIsAws'],
    ['*.compute.amazonaws.com', 'hostIsAws'],
    ['*.execute-api.cn-north-1.amazonaws.com.cn', 'hostIsAws'],
    ['*.cognito-idp.eu-central-1.amazonaws.com', 'hostIsCognito'],
    ['*.auth.eu-central-1.amazoncognito.com', 'hostIsCognito'],
    ['*.example.com.', 'hostTrailingDot'],
    ['http://*.example.com', 'hostHttpNotLoopback'],
    ['ftp://*.example.com', 'hostSchemeUnsupported'],
    ['https://api.example.com:*', 'hostWildcard'],
    ['%2A.example.com', 'hostWildcard'],
    ['＊.example.com', 'hostWildcard'],
    ['user@api.example.com', 'hostHasUserinfo'],
    ['https://user:pw@api.example.com', 'hostHasUserinfo'],
    ['https://api.example.com@evil.com', 'hostHasUserinfo'],
    ['evil.com\\@api.example.com', 'hostMalformed'],
    ['https://:pw@api.example.com', 'hostHasUserinfo'],
    ['api.example.com?x=1', 'hostHasQuery'],
    ['api.example.com/v1?x=1', 'hostHasQuery'],
    ['https://api.example.com/#top', 'hostHasQuery'],
    ['*.example.com/?x', 'hostHasQuery'],
    ['api.example.com/v1/*', 'hostPathMalformed'],
    ['api.example.com/[a-z]', 'hostPathMalformed'],
    ['api.example.com/a|b', 'hostPathMalformed'],
    ['http://api.example.com/v1', 'hostHttpNotLoopback'],
    ['api.example.com./v1', 'hostTrailingDot'],
    ['cognito-idp.eu-central-1.amazonaws.com/v1', 'hostIsCognito'],
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
    'my-app.auth.cognito-idp.eusc-de-east-1.on.amazonwebservices.eu',
  ])('the Cognito endpoint %s', (typed) => {
    expect(parseApiHost(typed)).toEqual({ ok: false, problem: 'hostIsCognito' });
  });

  test.each([
    'abc123.execute-api.eu-central-1.amazonaws.com',
    'notamazoncognito.com',
    'cognito-idp.example.com',
  ])('not %s, which only resembles a Cognito endpoint', (typed) => expect(parseApiHost(typed).ok).toBe(true));
});

describe('a wildcard or a path', () => {
  // Of host, port and path. With a star this is what the browser's regular expressions have room for.
  const path = (length: number) => `/${'v'.repeat(length - 'api.example.com/'.length)}`;
  const name = (length: number) => `${'a'.repeat(40)}.${'b'.repeat(length - 'a.com/'.length - 40)}.com`;

  test.each([
    ['a path', `api.example.com${path(600)}`, `api.example.com${path(601)}`],
    ['a wildcard', `*.${name(80)}`, `*.${name(81)}`],
    ['a port', `api.example.com:8443${path(595)}`, `api.example.com:8443${path(596)}`],
  ])('may be 600 characters long, with a star 80, and no longer: %s', (_, longest, tooLong) => {
    expect(parseApiHost(longest).ok).toBe(true);
    expect(parseApiHost(tooLong)).toEqual({ ok: false, problem: 'hostTooLong' });
  });

  test('is counted as the browser writes it', () => {
    expect(parseApiHost(`api.example.com/${'ü'.repeat(98)}`)).toEqual({ ok: false, problem: 'hostTooLong' });
  });

  test('is told apart in what is read', () => {
    expect(aHost('https://*.Example.com:8443/V1')).toEqual({
      scheme: 'https',
      hostname: 'example.com',
      isWildcard: true,
      port: '8443',
      pathPrefix: '/V1',
    });
    expect(authorityOf(aHost('https://*.example.com:8443/V1'))).toBe('example.com:8443');
    expect(authorityOf(aHost('*.example.com'))).toBe('example.com');
  });
});

test('an exact host without a path may be as long as a name may be', () => {
  const name = ['a', 'b', 'c'].map((letter) => letter.repeat(60)).join('.');
  expect(hostText(aHost(`${name}.example.com`))).toBe(`https://${name}.example.com`);
});
