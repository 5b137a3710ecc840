import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  ACCESS,
  CLIENT,
  EXPECTED,
  IAT,
  ID,
  ISSUER,
  leftHash,
  SignedTokens,
  UPDATED_ISSUER,
  verifierOf,
} from '../../testing/signed-tokens';
import type { ExpectedToken } from './token-verifier';

const tokens = await SignedTokens.generate();

const part = (jwt: string, index: number): string => jwt.split('.')[index] ?? '';
const twice = (members: string): string => JSON.stringify(ID).replace('{', `{${members},`);
const nextLetter = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) + 1);
/** The same bytes in another text: the spare bits of the last letter are set. */
const withSpareBits = (jwt: string): string => jwt.slice(0, -1) + nextLetter(jwt.at(-1) ?? '');

const ACCESS_JWT = 'h.p.s';

/** What is done to a good token, and the check that it fails. */
type Vector = readonly [name: string, check: string, jwt: () => string, expected?: Partial<ExpectedToken>];

const REJECTED: Readonly<Record<string, readonly Vector[]>> = {
  J1: [
    ['four parts', 'id: malformed', () => `${tokens.token()}.x`],
    ['two parts', 'id: malformed', () => tokens.token().split('.').slice(0, 2).join('.')],
    ['padding', 'id: malformed', () => `${tokens.token()}==`],
    ['spare bits', 'id: malformed', () => withSpareBits(tokens.token())],
    ['65 kB', 'tokenTooLarge', () => tokens.token({ 'custom:much': 'x'.repeat(50_000) })],
    ['a list as payload', 'id: malformed', () => tokens.signed(tokens.header(), '[]')],
    ['a claim twice', 'id: malformed', () => tokens.signed(tokens.header(), twice('"aud":"x"'))],
    [
      'a header member twice',
      'id: malformed',
      () => tokens.signed(tokens.header().replace('{', '{"alg":"none",'), JSON.stringify(ID)),
    ],
    ['a critical header', 'id: critical', () => tokens.withHeader({ crit: ['exp'], exp: 0 })],
    ['an unencoded payload', 'id: critical', () => tokens.withHeader({ crit: ['b64'], b64: true })],
  ],
  J2: [
    ['no signature', 'id: algorithm', () => tokens.withHeader({ alg: 'none' })],
    ['HS256', 'id: algorithm', () => tokens.withHeader({ alg: 'HS256' })],
    ['RS512', 'id: algorithm', () => tokens.withHeader({ alg: 'RS512' })],
    ['no algorithm', 'id: algorithm', () => tokens.withHeader({ alg: undefined })],
  ],
  J3: [
    [
      "a stranger's signature",
      'id: signature',
      () => tokens.signed(tokens.header(), JSON.stringify(ID), tokens.stranger),
    ],
    [
      "another token's signature",
      'id: signature',
      () => `${part(tokens.token(), 0)}.${part(tokens.token({ sub: 'x' }), 1)}.${part(tokens.token(), 2)}`,
    ],
    [
      "another header's signature",
      'id: signature',
      () =>
        `${part(tokens.withHeader({ typ: 'JWT' }), 0)}.${part(tokens.token(), 1)}.${part(tokens.token(), 2)}`,
    ],
    ['half a signature', 'id: signature', () => tokens.token().slice(0, -170)],
    ['an unknown key', 'id: key', () => tokens.withHeader({ kid: 'unknown' })],
    ['no key', 'id: malformed', () => tokens.withHeader({ kid: undefined })],
  ],
  J4: [
    ['another pool', 'id: issuer', () => tokens.token({ iss: ISSUER.replace('AbCd', 'Abcd') })],
    [
      'another partition',
      'id: issuer',
      () => tokens.token({ iss: ISSUER.replace('idp.eu-central-1', 'idp.cn-north-1') }),
    ],
    ['a look-alike', 'id: issuer', () => tokens.token({ iss: ISSUER.replace('.com/', '.com.evil.com/') })],
    ['no issuer', 'id: malformed', () => tokens.token({ iss: undefined })],
  ],
  J5: [
    ['another client', 'id: client', () => tokens.token({ aud: 'client2' })],
    ['several clients', 'id: malformed', () => tokens.token({ aud: [CLIENT] })],
    ['an access token', 'id: tokenUse', () => tokens.token({}, ACCESS)],
    ['an id token for the access token', 'access: tokenUse', () => tokens.token(), { tokenUse: 'access' }],
    [
      'an access token of another client',
      'access: client',
      () => tokens.token({ client_id: 'client2' }, ACCESS),
      { tokenUse: 'access' },
    ],
    [
      'an access token with the client as aud',
      'access: malformed',
      () => tokens.token({ client_id: undefined, aud: CLIENT }, ACCESS),
      { tokenUse: 'access' },
    ],
  ],
  J6: [
    ['an end before its beginning', 'id: lifetime', () => tokens.token({ exp: IAT - 1 })],
    ['a life of more than a day', 'id: lifetime', () => tokens.token({ exp: IAT + 86_461 })],
    ['a later beginning', 'id: notBefore', () => tokens.token({ nbf: IAT + 61 })],
    ['an age of an hour', 'id: issuedAt', () => tokens.token({ iat: IAT - 3600 })],
    ['a birth in the future', 'id: issuedAt', () => tokens.token({ iat: IAT + 61 })],
  ],
  J7: [
    ['another nonce', 'id: nonce', () => tokens.token({ nonce: 'n-2' }), { nonce: 'n-1' }],
    ['no nonce', 'id: nonce', () => tokens.token(), { nonce: 'n-1' }],
    [
      'the hash of another token',
      'id: accessTokenHash',
      () => tokens.token({ at_hash: leftHash('h.p.x') }),
      { accessToken: ACCESS_JWT },
    ],
    [
      'the whole hash',
      'id: accessTokenHash',
      () => tokens.token({ at_hash: createHash('sha256').update(ACCESS_JWT).digest('base64url') }),
      { accessToken: ACCESS_JWT },
    ],
    [
      'an empty hash',
      'id: accessTokenHash',
      () => tokens.token({ at_hash: '' }),
      { accessToken: ACCESS_JWT },
    ],
  ],
};

describe.each(Object.entries(REJECTED))('%s rejects a token with', (_, vectors) => {
  const rows = vectors.map(([name, check, jwt, expected]) => [name, check, { jwt, expected }] as const);

  test.each(rows)('%s (%s)', async (_name, check, { jwt, expected }) => {
    expect(await tokens.outcome(jwt(), expected)).toBe(check);
  });
});

describe('the controls, which are taken:', () => {
  const controls: readonly (readonly [name: string, jwt: () => string, expected?: Partial<ExpectedToken>])[] =
    [
      ['J1 to J6, a plain id token', () => tokens.token()],
      ['J1, one with a long claim', () => tokens.token({ 'custom:much': 'x'.repeat(11_000) })],
      ['J2, a header with more to say', () => tokens.withHeader({ typ: 'JWT' })],
      [
        'J3, one whose key is in the header too, which is not used',
        () => tokens.withHeader({ jwk: tokens.stranger.jwk }),
      ],
      ['J4, the updated issuer', () => tokens.token({ iss: UPDATED_ISSUER })],
      ['J5, an access token', () => tokens.token({}, ACCESS), { tokenUse: 'access' }],
      [
        "J5, a client's own access token",
        () => tokens.token({ sub: CLIENT, username: undefined }, ACCESS),
        { tokenUse: 'access' },
      ],
      ['J6, at the edge of its times', () => tokens.token({ iat: IAT - 60, nbf: IAT, exp: IAT + 86_400 })],
      [
        'J6, of any age where the time is not known',
        () => tokens.token({ iat: IAT - 9000, exp: IAT - 5400 }),
        { serverTimeMs: null },
      ],
      ['J7, with its nonce', () => tokens.token({ nonce: 'n-1' }), { nonce: 'n-1' }],
      ['J7, with a nonce that nobody asked for', () => tokens.token({ nonce: 'n-1' })],
      [
        'J7, with its hash',
        () => tokens.token({ at_hash: leftHash(ACCESS_JWT) }),
        { accessToken: ACCESS_JWT },
      ],
      ['J7, with a hash but no access token', () => tokens.token({ at_hash: 'x' })],
    ];

  test.each(controls.map(([name, jwt, expected]) => [name, { jwt, expected }] as const))(
    '%s',
    async (_, { jwt, expected }) => {
      expect(await tokens.outcome(jwt(), expected)).toBe('taken');
    },
  );
});

test('J3: a short key signs nothing that is taken, whatever the pool says of it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const jwk = { ...tokens.pool.jwk, ...publicKey.export({ format: 'jwk' }), kid: tokens.pool.jwk.kid };
  const jwt = tokens.signed(tokens.header(), JSON.stringify(ID), { ...tokens.pool, privateKey });
  expect(await tokens.outcome(jwt, {}, verifierOf([jwk]))).toBe('id: key');
  expect(await tokens.outcome(tokens.token(), {}, verifierOf([jwk, tokens.pool.jwk]))).toBe('taken');
});

test('no token is in what is said of it', async () => {
  const jwt = `${tokens.token()}x`;
  const error = await tokens.verifier.verify(jwt, EXPECTED).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'tokenRejected' });
  for (const one of jwt.split('.')) expect(JSON.stringify([error, String(error)])).not.toContain(one);
});
