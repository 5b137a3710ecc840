import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPool, NOW_MS } from '../../testing/builders';
import { issuersOf } from '../profile/user-pool-id';
import { type ExpectedClaims, type JwtProblem, readJwt, type UnverifiedClaims } from './jwt';

const POOL = aPool('eu-central-1_AbCdEfGhI');
const [CLASSIC_ISSUER = '', UPDATED_ISSUER = ''] = issuersOf(POOL);
const IAT = NOW_MS / 1000;
const EXPECTED: ExpectedClaims = {
  clientId: 'client1',
  tokenUse: 'id',
  isIssuer: (issuer) => issuersOf(POOL).includes(issuer),
  nonce: null,
  serverTimeMs: null,
};
const EXPECTED_ACCESS: ExpectedClaims = { ...EXPECTED, tokenUse: 'access' };
const COMMON = { iss: CLASSIC_ISSUER, sub: 'subject-1', iat: IAT, exp: IAT + 3600 };
const ID_CLAIMS = { ...COMMON, token_use: 'id', aud: 'client1', 'cognito:username': 'alice' };
const ACCESS_CLAIMS = { ...COMMON, token_use: 'access', client_id: 'client1', username: 'alice' };

function base64url(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url');
}

function jwtOf(claims: unknown, header: unknown = { alg: 'RS256', kid: 'k1' }): string {
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}.c2lnbmF0dXJl`;
}

function read(jwt: string, expected = EXPECTED): UnverifiedClaims | JwtProblem {
  const claims = readJwt(jwt, expected);
  return claims.ok ? claims.value : claims.problem;
}

function without(claims: object, name: string): object {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

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

  test('takes 16384 characters and no more', () => {
    const rest = good.length - signature.length;
    expect(read(`${header}.${payload}.${'A'.repeat(16_384 - rest)}`)).toMatchObject({ sub: 'subject-1' });
    expect(read(`${header}.${payload}.${'A'.repeat(16_385 - rest)}`)).toBe('malformed');
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

describe('J4: issued by this pool', () => {
  test.each([
    'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other',
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    `${CLASSIC_ISSUER}/`,
    `${CLASSIC_ISSUER}/../eu-central-1_Other`,
    CLASSIC_ISSUER.replace('https', 'http'),
    CLASSIC_ISSUER.toUpperCase(),
    'https://cognito-idp.eu-central-1.amazonaws.com.evil.com/eu-central-1_AbCdEfGhI',
    '',
  ])('refuses the issuer %j', (iss) => expect(read(jwtOf({ ...ID_CLAIMS, iss }))).toBe('issuer'));

  test.each([CLASSIC_ISSUER, UPDATED_ISSUER])('takes the issuer %s', (iss) => {
    expect(read(jwtOf({ ...ID_CLAIMS, iss }))).toMatchObject({ iss });
  });
});

describe('J5: of the right kind, for this app client', () => {
  test.each([
    ['an access token', ACCESS_CLAIMS, EXPECTED],
    ['an id token', ID_CLAIMS, EXPECTED_ACCESS],
    ['a refresh token', { ...ID_CLAIMS, token_use: 'refresh' }, EXPECTED],
    ['another case', { ...ID_CLAIMS, token_use: 'ID' }, EXPECTED],
  ])('refuses %s in place of the other', (_, claims, expected) => {
    expect(read(jwtOf(claims), expected)).toBe('tokenUse');
  });

  test.each([
    ['of an id token', { ...ID_CLAIMS, aud: 'client2' }, EXPECTED, 'client'],
    ['of an access token', { ...ACCESS_CLAIMS, client_id: 'client2' }, EXPECTED_ACCESS, 'client'],
    ['in another case', { ...ID_CLAIMS, aud: 'CLIENT1' }, EXPECTED, 'client'],
    ['that is empty', { ...ID_CLAIMS, aud: '' }, EXPECTED, 'client'],
    [
      'of an id token under client_id only',
      { ...without(ID_CLAIMS, 'aud'), client_id: 'client1' },
      EXPECTED,
      'malformed',
    ],
    [
      'of an access token under aud only',
      { ...without(ACCESS_CLAIMS, 'client_id'), aud: 'client1' },
      EXPECTED_ACCESS,
      'malformed',
    ],
    [
      'of an id token that names another audience',
      { ...ID_CLAIMS, aud: 'x', client_id: 'client1' },
      EXPECTED,
      'client',
    ],
  ])('refuses a foreign app client %s', (_, claims, expected, problem) => {
    expect(read(jwtOf(claims), expected)).toBe(problem);
  });
});

describe('J6: a lifetime that Cognito gives', () => {
  test.each([
    ['ends as it begins', { exp: IAT }],
    ['ends before it begins', { exp: IAT - 1 }],
    ['lives for more than a day and a minute', { exp: IAT + 24 * 3600 + 61 }],
    ['has its end in milliseconds', { exp: NOW_MS + 3_600_000 }],
  ])('refuses a token that %s', (_, times) => {
    expect(read(jwtOf({ ...ID_CLAIMS, ...times }))).toBe('lifetime');
  });

  test.each([['"iat":0,"exp":1e999'], ['"iat":-1e999,"exp":0'], ['"iat":1e999,"exp":1e999']])(
    'refuses times beyond all numbers: %s',
    (times) => {
      const claims = JSON.stringify(without(without(ID_CLAIMS, 'iat'), 'exp')).replace('{', `{${times},`);
      const [header, , signature] = jwtOf(ID_CLAIMS).split('.');
      expect(read(`${header}.${base64url(claims)}.${signature}`)).toBe('lifetime');
    },
  );

  test.each([1, 300, 86_400, 86_460])('takes a lifetime of %i seconds', (lifetime) => {
    expect(read(jwtOf({ ...ID_CLAIMS, exp: IAT + lifetime }))).toMatchObject({ exp: IAT + lifetime });
  });

  test('refuses a token that is valid only later', () => {
    expect(read(jwtOf({ ...ID_CLAIMS, nbf: IAT + 60 }))).toMatchObject({ nbf: IAT + 60 });
    expect(read(jwtOf({ ...ID_CLAIMS, nbf: IAT + 61 }))).toBe('notBefore');
  });

  test.each([
    [-61, 'issuedAt'],
    [-60, 'taken'],
    [0, 'taken'],
    [60, 'taken'],
    [61, 'issuedAt'],
    [-3600, 'issuedAt'],
  ])('a token made %i s from the time of the answer: %s', (seconds, expected) => {
    const outcome = read(jwtOf({ ...ID_CLAIMS, iat: IAT + seconds }), { ...EXPECTED, serverTimeMs: NOW_MS });
    expect(typeof outcome === 'string' ? outcome : 'taken').toBe(expected);
  });
});

describe('J7: repeats the nonce that was sent', () => {
  const expected = { ...EXPECTED, nonce: 'n-1' };

  test.each([{}, { nonce: 'n-2' }, { nonce: '' }, { nonce: 'N-1' }, { nonce: null }])(
    'refuses %j',
    (nonce) => {
      expect(read(jwtOf({ ...ID_CLAIMS, ...nonce }), expected)).toBe('nonce');
    },
  );

  test('takes it, and where none was sent, any that the pool put in', () => {
    expect(read(jwtOf({ ...ID_CLAIMS, nonce: 'n-1' }), expected)).toMatchObject({ nonce: 'n-1' });
    expect(read(jwtOf({ ...ID_CLAIMS, nonce: 'its own' }))).toMatchObject({ nonce: 'its own' });
  });
});

describe('J9: fit for a header', () => {
  const good = jwtOf(ID_CLAIMS);

  test.each([
    ['a line feed after it', `${good}\n`],
    ['a carriage return and a header', `${good}\r\nx-evil: 1`],
    ['a space before it', ` ${good}`],
    ['a scheme before it', `Bearer ${good}`],
    ['a NUL within', good.replace('.', '.\0')],
    ['a letter beyond ASCII', `${good}é`],
    ['a comma and another', `${good},${good}`],
  ])('refuses a token with %s', (_, jwt) => expect(read(jwt)).toBe('malformed'));

  test('takes nothing that is not three base64url parts, and never throws', { timeout: 30_000 }, () => {
    const json = fc.json({ maxDepth: 1 });
    const part = fc.oneof(fc.base64String(), fc.string().map(base64url), json.map(base64url), fc.string());
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.')),
      fc
        .tuple(json, part)
        .map(([claims, last]) => `${base64url('{"alg":"RS256"}')}.${base64url(claims)}.${last}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readJwt(text, EXPECTED).ok).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });

  test('takes a damaged token only if it is still fit for a header', () => {
    const damaged = fc.tuple(fc.nat(good.length), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3));
    fc.assert(
      fc.property(damaged, ([at, insert, removed]) => {
        const jwt = good.slice(0, at) + insert + good.slice(at + removed);
        if (readJwt(jwt, EXPECTED).ok)
          expect(jwt).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
      }),
      { numRuns: 10_000 },
    );
  });
});
