import { describe, expect, test } from 'vitest';
import {
  ACCESS_CLAIMS,
  base64url,
  CLASSIC_ISSUER,
  COMMON,
  EXPECTED_ACCESS,
  IAT,
  ID_CLAIMS,
  jwtOf,
  read,
  without,
} from '../../testing/unsigned-tokens';

describe('readJwt reads', () => {
  const absent = { nbf: null, nonce: null, accessTokenHash: null };
  const claims = { ...COMMON, ...absent, clientId: 'client1', username: 'alice', keyId: 'k1' };

  test('an id token', () => expect(read(jwtOf(ID_CLAIMS))).toEqual({ ...claims, token_use: 'id' }));

  test('an access token', () =>
    expect(read(jwtOf(ACCESS_CLAIMS), EXPECTED_ACCESS)).toEqual({ ...claims, token_use: 'access' }));

  test.each(['日本 太郎', 'Zoë', '🦊', 'a\u0000b', '>>>???~~~'])(
    'the claims of a user called %j',
    (username) => {
      expect(read(jwtOf({ ...ID_CLAIMS, 'cognito:username': username }))).toMatchObject({ username });
    },
  );

  test('the subject where there is no user name', () => {
    expect(read(jwtOf(without(ID_CLAIMS, 'cognito:username')))).toMatchObject({ username: 'subject-1' });
  });
});

describe('J1: three parts of strict base64url, at most 16 kB, that hold JSON objects', () => {
  const good = jwtOf(ID_CLAIMS);
  const [header = '', payload = '', signature = ''] = good.split('.');
  // In Latin-1 the é is a single byte, which UTF-8 does not have.
  const latin1 = Buffer.from(JSON.stringify({ ...ID_CLAIMS, name: 'Zoé' }), 'latin1').toString('base64url');

  test.each([
    ['nothing', ''],
    ['one part', header],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${good}.x`],
    ['an empty header', `.${payload}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['an empty signature', `${header}.${payload}.`],
    ['padding', `${header}.${payload}.c2lnbmF0dXJlCg==`],
    ['the alphabet of plain base64', `${header}.${payload}.a+b/`],
    ['a payload of impossible length', `${header}.A.${signature}`],
    ['a payload that is not UTF-8', `${header}.${latin1}.${signature}`],
    ['a payload that is not JSON', `${header}.${base64url('{')}.${signature}`],
    ['a list as payload', jwtOf([])],
    ['null as payload', jwtOf(null)],
    ['a string as payload', jwtOf('claims')],
    ['a list as header', jwtOf(ID_CLAIMS, ['RS256'])],
  ])('refuses %s', (_, jwt) => expect(read(jwt)).toBe('malformed'));

  test('H: takes 65536 characters, and calls more of them too large', () => {
    const rest = good.length - signature.length;
    expect(read(`${header}.${payload}.${'A'.repeat(65_536 - rest)}`)).toMatchObject({ sub: 'subject-1' });
    expect(read(`${header}.${payload}.${'A'.repeat(65_537 - rest)}`)).toBe('tooLarge');
  });

  test.each(['AB', 'AH', 'AAB', 'AAD'])(
    'refuses the spare bits of %s, which its twin does without',
    (end) => {
      expect(read(`${header}.${payload}.${end}`)).toBe('malformed');
      expect(read(`${header}.${payload}.${end.slice(0, -1)}A`)).toMatchObject({ sub: 'subject-1' });
    },
  );

  test.each([
    ['a claim', '{"aud":"x",'],
    ['a claim, once escaped', '{"\\u0061ud":"x",'],
    ['a claim within a claim', '{"address":{"a":1,"a":2},'],
  ])('refuses %s that is there twice', (_, members) => {
    const claims = JSON.stringify(ID_CLAIMS).replace('{', members);
    expect(read(`${header}.${base64url(claims)}.${signature}`)).toBe('malformed');
  });

  test('refuses a header member that is there twice', () => {
    const twice = base64url('{"alg":"none","kid":"k1","alg":"RS256"}');
    expect(read(`${twice}.${payload}.${signature}`)).toBe('malformed');
  });

  test.each([[['exp']], [[]], [null]])('refuses what it must understand to take it: crit %j', (crit) => {
    expect(read(jwtOf(ID_CLAIMS, { alg: 'RS256', kid: 'k1', crit }))).toBe('critical');
  });

  test.each(['iss', 'sub', 'token_use', 'iat', 'exp', 'aud'])('refuses claims without %s', (name) => {
    expect(read(jwtOf(without(ID_CLAIMS, name)))).toBe('malformed');
  });

  test.each([
    { iss: [CLASSIC_ISSUER] },
    { sub: 7 },
    { token_use: null },
    { iat: String(IAT) },
    { exp: true },
    { aud: ['client1'] },
    { nbf: '0' },
    { nonce: 1 },
    { at_hash: ['x'] },
  ])('refuses claims of another type: %j', (claim) => {
    expect(read(jwtOf({ ...ID_CLAIMS, ...claim }))).toBe('malformed');
  });

  test('takes no claim from a prototype', () => {
    const claims = JSON.stringify(without(ID_CLAIMS, 'sub')).replace(
      '{',
      '{"__proto__":{"sub":"subject-1"},',
    );
    expect(read(`${header}.${base64url(claims)}.${signature}`)).toBe('malformed');
  });
});

describe('J2: signed by RS256', () => {
  test.each(['none', 'None', 'HS256', 'RS512', 'ES256', 'rs256', '', null, undefined, ['RS256']])(
    'refuses the algorithm %j',
    (alg) => expect(read(jwtOf(ID_CLAIMS, { alg, kid: 'k1' }))).toBe('algorithm'),
  );

  test('takes RS256', () =>
    expect(read(jwtOf(ID_CLAIMS, { alg: 'RS256', kid: 'k1' }))).toMatchObject({ sub: 'subject-1' }));
});

describe('J3: names its key', () => {
  test.each([{}, { kid: 1 }, { kid: null }])('refuses a header with %j in place of a kid', (kid) => {
    expect(read(jwtOf(ID_CLAIMS, { alg: 'RS256', ...kid }))).toBe('malformed');
  });
});
