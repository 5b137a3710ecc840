import { describe, expect, test } from 'vitest';
import { NOW_MS } from '../../testing/builders';
import {
  ACCESS_CLAIMS,
  base64url,
  CLASSIC_ISSUER,
  EXPECTED,
  EXPECTED_ACCESS,
  IAT,
  ID_CLAIMS,
  jwtOf,
  read,
  UPDATED_ISSUER,
  without,
} from '../../testing/unsigned-tokens';

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
