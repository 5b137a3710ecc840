import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import { SdkClient } from '../../../e2e/user-pool/testing/sdk-client';
import type { TokenUse } from '../../core/profile/profile';
import { aTokenSource, codeOf, tokensOf } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const PASSWORD = 'Corr3ct-horse!';
const CLIENT = { clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const signingKeys = await generateSigningKeys();
let pool: UserPool;
let pasted: Record<TokenUse, string>;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser({ username: 'alice', password: PASSWORD });
  pasted = await tokensFrom(aTokenSource(pool, { client: CLIENT }));
  pool.clearCalls();
});

afterEach(() => pool.close());

async function tokensFrom(source: TokenSource): Promise<Record<TokenUse, string>> {
  const { id, access } = tokensOf(await source.signIn(PASSWORD));
  return { id: id?.jwt ?? '', access: access?.jwt ?? '' };
}

function pasting(tokenUse: TokenUse, now = Date.now): TokenSource {
  return aTokenSource(pool, {
    client: CLIENT,
    profile: { signInMethod: 'justToken', tokenUse },
    platform: { now, wallNow: now },
  });
}

function expOf(jwt: string): number {
  const claims = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(claims).exp as number;
}

test.each(['id', 'access'] as const)('an %s token is used until its exp, and not renewed', async (use) => {
  const jwt = pasted[use];
  const token = { jwt, expiresAtMs: expOf(jwt) * 1000, lifetimeMs: 3_600_000 };
  expect(tokensOf(await pasting(use).signIn(jwt))).toMatchObject({
    ...{ id: null, access: null, [use]: token },
    ...{ refreshToken: null, renewal: 'none', username: 'alice' },
  });
  expect(pool.calls.map(({ operation }) => operation)).not.toContain('InitiateAuth');
});

test.each(['Bearer ', 'bearer   ', '\n  ', '  Bearer '])('%j before it is left out', async (before) => {
  const tokens = tokensOf(await pasting('id').signIn(`${before}${pasted.id} \n`));
  expect(tokens.id?.jwt).toBe(pasted.id);
});

test.each([
  ['id', 'access', 'Access token'],
  ['access', 'id', 'ID token'],
] as const)('where the %s token is wanted, the %s token is named', async (wanted, other, detail) => {
  await expect(pasting(wanted).signIn(pasted[other])).rejects.toMatchObject({
    code: 'tokenUseMismatch',
    detail,
  });
});

test('one that has ended says so, from its exp on', async () => {
  const endsAtMs = expOf(pasted.id) * 1000;
  expect(await codeOf(pasting('id', () => endsAtMs).signIn(pasted.id))).toBe('tokenExpired');
  expect(await codeOf(pasting('id', () => endsAtMs - 1).signIn(pasted.id))).toBe('no error');
});

describe('a token that is not for this profile', () => {
  test.each(['', 'Bearer', 'nonsense', 'a.b.c'])('%j is no token', async (text) => {
    expect(await codeOf(pasting('id').signIn(text))).toBe('tokenRejected');
  });

  test.each(['badSignature', 'algNone', 'wrongIssuer', 'otherClient'] as const)(
    'because it is forged (%s) is refused',
    async (forgery) => {
      const authFlows = ['ALLOW_USER_PASSWORD_AUTH'];
      const sdk = new SdkClient(pool, pool.addClient({ ...CLIENT, authFlows }));
      pool.forgeNextTokens(forgery);
      const { AuthenticationResult } = await sdk.signIn('alice', PASSWORD);
      const forged = AuthenticationResult?.IdToken ?? '';
      expect(await codeOf(pasting('id').signIn(forged))).toBe('tokenRejected');
    },
  );

  test('because another app client got it is refused', async () => {
    const foreign = await tokensFrom(aTokenSource(pool));
    expect(await codeOf(pasting('id').signIn(foreign.id))).toBe('tokenRejected');
    expect(await codeOf(pasting('access').signIn(foreign.access))).toBe('tokenRejected');
  });

  test('because another pool gave it is refused', async () => {
    const other = await startUserPool({ signingKeys, userPoolId: 'eu-central-1_OtherPool' });
    try {
      other.addUser({ username: 'alice', password: PASSWORD });
      const foreign = await tokensFrom(aTokenSource(other, { client: CLIENT }));
      expect(await codeOf(pasting('id').signIn(foreign.id))).toBe('tokenRejected');
    } finally {
      await other.close();
    }
  });
});
