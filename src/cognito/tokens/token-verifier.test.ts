import { createHash, generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKey, signJwt } from '../../../e2e/user-pool/signing-keys';
import { problemOf } from '../../core/auth-error';
import { issuersOf } from '../../core/profile/user-pool-id';
import { aPool } from '../../testing/builders';
import { createFakeKeySets } from '../../testing/fake-key-sets';
import { appClientOf } from '../user-pools-api/app-client';
import { createTokenVerifier, type ExpectedToken, type VerifyToken } from './token-verifier';

const POOL = aPool('eu-central-1_AbCdEfGhI');
const [ISSUER = '', UPDATED_ISSUER = ''] = issuersOf(POOL);
const CLIENT = 'client1';
// The oracle reads the real clock.
const IAT = Math.floor(Date.now() / 1000);
const EXPECTED: ExpectedToken = {
  tokenUse: 'id',
  nonce: null,
  serverTimeMs: IAT * 1000,
  accessToken: null,
};

type Claims = Readonly<Record<string, unknown>>;
const COMMON: Claims = { iss: ISSUER, sub: 'subject-1', iat: IAT, exp: IAT + 3600 };
const ID: Claims = { ...COMMON, token_use: 'id', aud: CLIENT, 'cognito:username': 'alice' };
const ACCESS: Claims = { ...COMMON, token_use: 'access', client_id: CLIENT, username: 'alice' };

let pool: SigningKey;
let stranger: SigningKey;
let verify: VerifyToken;

beforeAll(async () => {
  const keys = await generateSigningKeys();
  pool = keys.id;
  // Somebody else's key that claims to be the pool's.
  stranger = { ...keys.access, jwk: { ...keys.access.jwk, kid: pool.jwk.kid } };
  verify = verifierOf([pool.jwk]);
});

function verifierOf(keys: readonly object[]): VerifyToken {
  const keySets = createFakeKeySets({
    fetch: async () => Response.json({ keys }),
  });
  const appClient = appClientOf({ pool: POOL, clientId: CLIENT, customEndpoint: null }, null);
  return createTokenVerifier(appClient, keySets, webcrypto.subtle as unknown as SubtleCrypto);
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function signed(header: string, payload: string, key = pool): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

function withHeader(header: Claims, claims = ID): string {
  return signed(JSON.stringify({ kid: pool.jwk.kid, alg: 'RS256', ...header }), JSON.stringify(claims));
}

function token(change: Claims = {}, claims = ID): string {
  return signJwt({ ...claims, ...change } as Parameters<typeof signJwt>[0], pool);
}

/** `taken`, or what is wrong with the token. */
async function outcome(jwt: string, expected: Partial<ExpectedToken> = {}, by = verify): Promise<string> {
  try {
    await by(jwt, { ...EXPECTED, ...expected });
    return 'taken';
  } catch (error) {
    const { code, detail } = problemOf(error);
    return code === 'tokenRejected' ? detail : code;
  }
}

function leftHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

const part = (jwt: string, index: number): string => jwt.split('.')[index] ?? '';
const header = (): string => JSON.stringify({ kid: pool.jwk.kid, alg: 'RS256' });
const twice = (members: string): string => JSON.stringify(ID).replace('{', `{${members},`);
const nextLetter = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) + 1);
/** The same bytes in another text: the spare bits of the last letter are set. */
const withSpareBits = (jwt: string): string => jwt.slice(0, -1) + nextLetter(jwt.at(-1) ?? '');

const ACCESS_JWT = 'h.p.s';

/** What is done to a good token, and the check that it fails. */
type Vector = readonly [name: string, check: string, jwt: () => string, expected?: Partial<ExpectedToken>];

const REJECTED: Readonly<Record<string, readonly Vector[]>> = {
  J1: [
    ['four parts', 'id: malformed', () => `${token()}.x`],
    ['two parts', 'id: malformed', () => token().split('.').slice(0, 2).join('.')],
    ['padding', 'id: malformed', () => `${token()}==`],
    ['spare bits', 'id: malformed', () => withSpareBits(token())],
    ['17 kB', 'id: malformed', () => token({ 'custom:much': 'x'.repeat(12_500) })],
    ['a list as payload', 'id: malformed', () => signed(header(), '[]')],
    ['a claim twice', 'id: malformed', () => signed(header(), twice('"aud":"x"'))],
    [
      'a header member twice',
      'id: malformed',
      () => signed(header().replace('{', '{"alg":"none",'), JSON.stringify(ID)),
    ],
    ['a critical header', 'id: critical', () => withHeader({ crit: ['exp'], exp: 0 })],
    ['an unencoded payload', 'id: critical', () => withHeader({ crit: ['b64'], b64: true })],
  ],
  J2: [
    ['no signature', 'id: algorithm', () => withHeader({ alg: 'none' })],
    ['HS256', 'id: algorithm', () => withHeader({ alg: 'HS256' })],
    ['RS512', 'id: algorithm', () => withHeader({ alg: 'RS512' })],
    ['no algorithm', 'id: algorithm', () => withHeader({ alg: undefined })],
  ],
  J3: [
    ["a stranger's signature", 'id: signature', () => signed(header(), JSON.stringify(ID), stranger)],
    [
      "another token's signature",
      'id: signature',
      () => `${part(token(), 0)}.${part(token({ sub: 'x' }), 1)}.${part(token(), 2)}`,
    ],
    [
      "another header's signature",
      'id: signature',
      () => `${part(withHeader({ typ: 'JWT' }), 0)}.${part(token(), 1)}.${part(token(), 2)}`,
    ],
    ['half a signature', 'id: signature', () => token().slice(0, -170)],
    ['an unknown key', 'id: key', () => withHeader({ kid: 'unknown' })],
    ['no key', 'id: malformed', () => withHeader({ kid: undefined })],
  ],
  J4: [
    ['another pool', 'id: issuer', () => token({ iss: ISSUER.replace('AbCd', 'Abcd') })],
    [
      'another region',
      'id: issuer',
      () => token({ iss: ISSUER.replace('idp.eu-central-1', 'idp.eu-west-1') }),
    ],
    ['a look-alike', 'id: issuer', () => token({ iss: ISSUER.replace('.com/', '.com.evil.com/') })],
    ['no issuer', 'id: malformed', () => token({ iss: undefined })],
  ],
  J5: [
    ['another client', 'id: client', () => token({ aud: 'client2' })],
    ['several clients', 'id: malformed', () => token({ aud: [CLIENT] })],
    ['an access token', 'id: tokenUse', () => token({}, ACCESS)],
    ['an id token for the access token', 'access: tokenUse', () => token(), { tokenUse: 'access' }],
    [
      'an access token of another client',
      'access: client',
      () => token({ client_id: 'client2' }, ACCESS),
      { tokenUse: 'access' },
    ],
    [
      'an access token with the client as aud',
      'access: malformed',
      () => token({ client_id: undefined, aud: CLIENT }, ACCESS),
      { tokenUse: 'access' },
    ],
  ],
  J6: [
    ['an end before its beginning', 'id: lifetime', () => token({ exp: IAT - 1 })],
    ['a life of more than a day', 'id: lifetime', () => token({ exp: IAT + 86_461 })],
    ['a later beginning', 'id: notBefore', () => token({ nbf: IAT + 61 })],
    ['an age of an hour', 'id: issuedAt', () => token({ iat: IAT - 3600 })],
    ['a birth in the future', 'id: issuedAt', () => token({ iat: IAT + 61 })],
  ],
  J7: [
    ['another nonce', 'id: nonce', () => token({ nonce: 'n-2' }), { nonce: 'n-1' }],
    ['no nonce', 'id: nonce', () => token(), { nonce: 'n-1' }],
    [
      'the hash of another token',
      'id: accessTokenHash',
      () => token({ at_hash: leftHash('h.p.x') }),
      { accessToken: ACCESS_JWT },
    ],
    [
      'the whole hash',
      'id: accessTokenHash',
      () => token({ at_hash: createHash('sha256').update(ACCESS_JWT).digest('base64url') }),
      { accessToken: ACCESS_JWT },
    ],
    ['an empty hash', 'id: accessTokenHash', () => token({ at_hash: '' }), { accessToken: ACCESS_JWT }],
  ],
};

describe.each(Object.entries(REJECTED))('%s rejects a token with', (_, vectors) => {
  const rows = vectors.map(([name, check, jwt, expected]) => [name, check, { jwt, expected }] as const);

  test.each(rows)('%s (%s)', async (_name, check, { jwt, expected }) => {
    expect(await outcome(jwt(), expected)).toBe(check);
  });
});

describe('the controls, which are taken:', () => {
  const controls: readonly (readonly [name: string, jwt: () => string, expected?: Partial<ExpectedToken>])[] =
    [
      ['J1 to J6, a plain id token', () => token()],
      ['J1, one with a long claim', () => token({ 'custom:much': 'x'.repeat(11_000) })],
      ['J2, a header with more to say', () => withHeader({ typ: 'JWT' })],
      ['J3, one whose key is in the header too, which is not used', () => withHeader({ jwk: stranger.jwk })],
      ['J4, the updated issuer', () => token({ iss: UPDATED_ISSUER })],
      ['J5, an access token', () => token({}, ACCESS), { tokenUse: 'access' }],
      [
        "J5, a client's own access token",
        () => token({ sub: CLIENT, username: undefined }, ACCESS),
        { tokenUse: 'access' },
      ],
      ['J6, at the edge of its times', () => token({ iat: IAT - 60, nbf: IAT, exp: IAT + 86_400 })],
      [
        'J6, of any age where the time is not known',
        () => token({ iat: IAT - 9000, exp: IAT - 5400 }),
        { serverTimeMs: null },
      ],
      ['J7, with its nonce', () => token({ nonce: 'n-1' }), { nonce: 'n-1' }],
      ['J7, with a nonce that nobody asked for', () => token({ nonce: 'n-1' })],
      ['J7, with its hash', () => token({ at_hash: leftHash(ACCESS_JWT) }), { accessToken: ACCESS_JWT }],
      ['J7, with a hash but no access token', () => token({ at_hash: 'x' })],
    ];

  test.each(controls.map(([name, jwt, expected]) => [name, { jwt, expected }] as const))(
    '%s',
    async (_, { jwt, expected }) => {
      expect(await outcome(jwt(), expected)).toBe('taken');
    },
  );
});

test('J3: a short key signs nothing that is taken, whatever the pool says of it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const jwk = { ...pool.jwk, ...publicKey.export({ format: 'jwk' }), kid: pool.jwk.kid };
  const jwt = signed(header(), JSON.stringify(ID), { ...pool, privateKey });
  expect(await outcome(jwt, {}, verifierOf([jwk]))).toBe('id: key');
  expect(await outcome(token(), {}, verifierOf([jwk, pool.jwk]))).toBe('taken');
});

test('no token is in what is said of it', async () => {
  const jwt = `${token()}x`;
  const error = await verify(jwt, EXPECTED).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'tokenRejected' });
  for (const one of jwt.split('.')) expect(JSON.stringify([error, String(error)])).not.toContain(one);
});

test('a valid token that is changed in any way is refused', { timeout: 60_000 }, async () => {
  const good = token();
  const letter = fc.constantFrom(...'ABCDEabcde0189-_.=', '\n', ' ', '\u00e9');
  const edits = fc.tuple(fc.nat(good.length - 1), fc.string({ unit: letter, maxLength: 3 }), fc.nat(3));
  await fc.assert(
    fc.asyncProperty(edits, async ([at, insert, removed]) => {
      const changed = good.slice(0, at) + insert + good.slice(at + removed);
      fc.pre(changed !== good);
      expect(await outcome(changed)).toMatch(/^id: /);
    }),
    { numRuns: 3_000 },
  );
});

test('aws-jwt-verify takes and refuses the same tokens', { timeout: 60_000 }, async () => {
  const oracle = CognitoJwtVerifier.create({ userPoolId: POOL.userPoolId, tokenUse: 'id', clientId: CLIENT });
  oracle.cacheJwks({ keys: [pool.jwk] });
  const rarely = <T>(good: T, ...bad: readonly T[]) =>
    fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
  const claims = fc.record({
    iss: rarely<unknown>(ISSUER, UPDATED_ISSUER, `${ISSUER}/`, ISSUER.toLowerCase(), 7, undefined),
    aud: rarely<unknown>(CLIENT, 'client2', '', undefined),
    token_use: rarely<unknown>('id', 'access', 'ID', undefined),
    client_id: rarely<unknown>(undefined, CLIENT),
    name: fc.string(),
  });
  const headers = fc.record({
    alg: rarely<unknown>('RS256', 'none', 'HS256', 'RS384'),
    kid: rarely<unknown>(pool.jwk.kid, 'unknown', undefined),
  });
  const outcomes = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(claims, headers, rarely(false, true), async (change, head, isStrangers) => {
      const jwt = signed(
        JSON.stringify(head),
        JSON.stringify({ ...ID, ...change }),
        isStrangers ? stranger : pool,
      );
      const isTakenByOracle = await oracle.verify(jwt).then(
        () => true,
        () => false,
      );
      outcomes.add(isTakenByOracle);
      expect((await outcome(jwt)) === 'taken').toBe(isTakenByOracle);
    }),
    { numRuns: 1_000 },
  );
  expect(outcomes).toEqual(new Set([true, false]));
});
