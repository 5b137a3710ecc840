import { describe, expect, test } from 'vitest';
import { AuthError, problemOf } from '../../core/auth-error';
import type { TokenUse } from '../../core/profile/profile';
import { NOW_MS } from '../../testing/builders';
import { type CheckedTokens, type ExpectedTokens, parseTokenSet, type Verifier } from './token-set';
import type { ExpectedToken, VerifiedClaims } from './token-verifier';
import { receivedTokens } from './user-pool-tokens';

const IAT = NOW_MS / 1000;
const CLAIMS: VerifiedClaims = {
  iss: 'issuer',
  sub: 'subject-1',
  token_use: 'id',
  iat: IAT,
  exp: IAT + 3600,
  nbf: null,
  nonce: null,
  accessTokenHash: null,
  clientId: 'client1',
  username: 'alice',
  keyId: 'k1',
};
const ANSWER = { sentAtMs: 5_000, serverTimeMs: NOW_MS };
const EXPECTED: ExpectedTokens = { required: ['id', 'access'] };
const BOTH = { id: 'id.jwt', access: 'access.jwt', refresh: 'refresh-token' };

/** A verifier that takes all but what holds "bad", and remembers what it was to expect. */
function fakeVerifier(claims: Partial<Record<string, Partial<VerifiedClaims>>> = {}) {
  const asked: Record<string, ExpectedToken> = {};
  const verify: Verifier['verify'] = async (jwt, expected) => {
    asked[jwt] = expected;
    if (jwt.includes('bad')) throw new AuthError('tokenRejected', `${expected.tokenUse}: signature`);
    return { ...CLAIMS, ...claims[jwt] };
  };
  return { asked, verifier: { verify, isAttached: (tokenUse: TokenUse) => tokenUse === 'id' } };
}

function parse(
  received: Partial<typeof BOTH> | object,
  expected: Partial<ExpectedTokens> = {},
  serverTimeMs: number | null = NOW_MS,
): Promise<CheckedTokens> {
  const all = { id: undefined, access: undefined, refresh: undefined, ...received };
  const answer = { ...ANSWER, received: all, serverTimeMs };
  return parseTokenSet(answer, { ...EXPECTED, ...expected }, fakeVerifier().verifier);
}

async function problemWith(received: object, expected: Partial<ExpectedTokens> = {}): Promise<string> {
  return parse(received, expected).then(
    () => 'none',
    (error: unknown) => `${problemOf(error).code} ${problemOf(error).detail}`,
  );
}

describe('parseTokenSet', () => {
  test('H: leaves a token out that nothing attaches and that is too large for a header, whatever it is', async () => {
    const { id, access, username } = await parse({ ...BOTH, access: 'bad'.repeat(30_000) });
    expect([id?.jwt, access, username]).toEqual(['id.jwt', null, 'alice']);
    expect(await problemWith({ ...BOTH, access: 'bad' })).toBe('tokenRejected access: signature');
  });

  const token = { lifetimeMs: 3_600_000, expiresAtMs: 3_605_000 };

  test('gives the tokens with their ends, counted from when the call was sent', async () => {
    expect(await parse(BOTH)).toEqual({
      id: { jwt: 'id.jwt', ...token },
      access: { jwt: 'access.jwt', ...token },
      refreshToken: 'refresh-token',
      subject: 'subject-1',
      username: 'alice',
    });
  });

  test('counts no second that had passed when the pool answered', async () => {
    const { id } = await parse(BOTH, {}, NOW_MS + 40_000);
    expect(id).toMatchObject({ lifetimeMs: 3_600_000, expiresAtMs: 3_565_000 });
    expect((await parse(BOTH, {}, NOW_MS - 40_000)).id).toMatchObject(token);
    expect((await parse(BOTH, {}, null)).id).toMatchObject(token);
  });

  test.each([
    ['id', { id: 'id.jwt' }, { id: { jwt: 'id.jwt', ...token }, access: null }],
    ['access', { access: 'access.jwt' }, { id: null, access: { jwt: 'access.jwt', ...token } }],
  ] as const)('takes an %s token alone where no other is required', async (use, received, expected) => {
    expect(await parse(received, { required: [use] })).toMatchObject({ ...expected, refreshToken: null });
    expect(await problemWith(received)).toMatch(/^tokenRejected (id|access): missing$/);
  });

  test.each([
    [{}, [], 'tokenRejected no token'],
    [{ id: '', access: null }, [], 'tokenRejected no token'],
    [{ ...BOTH, id: '' }, ['id'], 'tokenRejected id: missing'],
    [{ ...BOTH, access: 7 }, [], 'tokenRejected access: missing'],
    [{ ...BOTH, access: 'bad.jwt' }, ['id'], 'tokenRejected access: signature'],
    [{ ...BOTH, id: 'bad.jwt' }, ['access'], 'tokenRejected id: signature'],
  ] as const)('refuses %j where %j is required: %s', async (received, required, problem) => {
    expect(await problemWith(received, { required })).toBe(problem);
  });

  test('J8: refuses tokens of two users', async () => {
    const { verifier } = fakeVerifier({ 'access.jwt': { sub: 'subject-2' } });
    await expect(parseTokenSet({ ...ANSWER, received: BOTH }, EXPECTED, verifier)).rejects.toMatchObject({
      detail: 'sub',
    });
  });

  test('J7: asks for the nonce and the hash of the access token in the id token, and nowhere else', async () => {
    const { verifier, asked } = fakeVerifier();
    await parseTokenSet({ ...ANSWER, received: BOTH }, { ...EXPECTED, nonce: 'n-1' }, verifier);
    expect(asked).toEqual({
      'id.jwt': { tokenUse: 'id', nonce: 'n-1', accessToken: 'access.jwt', serverTimeMs: NOW_MS },
      'access.jwt': { tokenUse: 'access', nonce: null, accessToken: null, serverTimeMs: NOW_MS },
    });
  });

  test.each([
    ['refresh-token', 'refresh-token'],
    ['', 'kept'],
    [undefined, 'kept'],
    [7, 'kept'],
  ])('with the refresh token %j keeps %j', async (refresh, refreshToken) => {
    expect(await parse({ ...BOTH, refresh }, { sent: { refreshToken: 'kept', keep: null } })).toMatchObject({
      refreshToken,
    });
  });
});

test('an AuthenticationResult holds the tokens, and nothing else does', () => {
  const result = { IdToken: 'i', AccessToken: 'a', RefreshToken: 'r', ExpiresIn: 1 };
  expect(receivedTokens(result)).toEqual({ id: 'i', access: 'a', refresh: 'r' });
  for (const other of [undefined, null, 'x', []]) {
    expect(() => receivedTokens(other)).toThrow(expect.objectContaining({ code: 'tokenRejected' }));
  }
});
