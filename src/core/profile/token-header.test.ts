import { describe, expect, test } from 'vitest';
import { parseHeaderName, parseHeaderPrefix } from './token-header';

describe('parseHeaderName', () => {
  test.each([
    ['Authorization', 'Authorization'],
    [' X-Token\t', 'X-Token'],
    ["!#$%&'*+.^_`|~-09azAZ", "!#$%&'*+.^_`|~-09azAZ"],
    ['a', 'a'],
    ['a'.repeat(128), 'a'.repeat(128)],
    ['X-Amz-Security-Token', 'X-Amz-Security-Token'],
    ['Security', 'Security'],
    ['Hostname', 'Hostname'],
    ['Cookies', 'Cookies'],
    ['X-Sec-Token', 'X-Sec-Token'],
  ])('takes %j as %j', (text, name) => expect(parseHeaderName(text)).toEqual({ ok: true, value: name }));

  test.each([
    '',
    ' ',
    'my header',
    'a:b',
    'a\nb',
    'a\r\nHost: x',
    'ä',
    'a(b)',
    'a/b',
    'a"b',
    'a@b',
    '[a]',
    'a\0',
    'a'.repeat(129),
  ])('refuses %j, which is no field name', (text) =>
    expect(parseHeaderName(text)).toEqual({ ok: false, problem: 'headerNameMalformed' }),
  );

  test.each([
    'Host',
    'cookie',
    'CONTENT-LENGTH',
    'Content-Type',
    'Connection',
    'Transfer-Encoding',
    'TE',
    'Upgrade',
    'Trailer',
    'Expect',
    'Origin',
    'Referer',
    'Cache-Control',
    'Sec-Fetch-Site',
    'Sec-',
    'Proxy-Authorization',
    'Access-Control-Request-Method',
    ' host ',
  ])('refuses %j, which steers the connection', (text) =>
    expect(parseHeaderName(text)).toEqual({ ok: false, problem: 'headerNameForbidden' }),
  );
});

describe('parseHeaderPrefix', () => {
  test.each(['', 'Bearer ', 'Bearer', 'JWT token=', '~', `!${' '.repeat(63)}`])('takes %j as it is', (text) =>
    expect(parseHeaderPrefix(text)).toEqual({ ok: true, value: text }),
  );

  test.each([
    ' ',
    ' Bearer',
    'Bearer\n',
    'Bearer\r\nHost: x',
    'Bearer\t',
    'Bärer ',
    '\0',
    '\x7f',
    'a'.repeat(65),
  ])('refuses %j', (text) =>
    expect(parseHeaderPrefix(text)).toEqual({ ok: false, problem: 'headerPrefixMalformed' }),
  );
});
