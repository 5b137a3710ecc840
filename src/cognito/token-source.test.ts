import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import { problemOf } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import { aTokenSource, codeOf, keepNothing, tokensOf } from '../testing/token-source-rig';
import type { TokenSource } from './token-source';

const PASSWORD = 'Corr3ct-horse!';
const CLIENT = { clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const signingKeys = await generateSigningKeys();
let pool: UserPool;
let source: TokenSource;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser({ username: 'alice', password: PASSWORD });
  source = aTokenSource(pool, { client: CLIENT });
});

afterEach(() => pool.close());

describe('a refresh token that was pasted', () => {
  const pasting = () => aTokenSource(pool, { client: CLIENT, profile: { signInMethod: 'refreshToken' } });

  test('brings tokens, and is renewed by', async () => {
    const { refreshToken } = tokensOf(await source.signIn(PASSWORD));
    const tokens = tokensOf(await pasting().signIn(` ${refreshToken}\n`));
    expect(tokens).toMatchObject({ username: 'alice', refreshToken, renewal: 'userPoolApi' });
    expect((await pasting().renew(tokens, keepNothing)).subject).toBe(tokens.subject);
  });

  test('that is no longer good says so', async () => {
    const tokens = tokensOf(await source.signIn(PASSWORD));
    await source.revoke(tokens);
    expect(await codeOf(pasting().signIn(tokens.refreshToken ?? ''))).toBe('refreshTokenRevoked');
    expect(await codeOf(pasting().signIn('nonsense'))).toBe('refreshTokenRevoked');
  });
});

describe('a sign-out everywhere', () => {
  test('ends every session of the user', async () => {
    const [here, there] = [tokensOf(await source.signIn(PASSWORD)), tokensOf(await source.signIn(PASSWORD))];
    await source.signOutEverywhere(here.access?.jwt ?? '');
    expect(await codeOf(source.renew(there, keepNothing))).toBe('refreshTokenRevoked');
  });

  test('needs an access token that has not ended', async () => {
    const { access } = tokensOf(await source.signIn(PASSWORD));
    pool.setClockSkewMs(2 * 3_600_000);
    expect(await codeOf(source.signOutEverywhere(access?.jwt ?? ''))).toBe('accessTokenEnded');
  });

  test('needs the scope that the hosted UI may leave out', async () => {
    const scoped = aTokenSource(pool, { client: { scope: 'openid' } });
    const { access } = tokensOf(await scoped.signIn(PASSWORD));
    expect(await codeOf(scoped.signOutEverywhere(access?.jwt ?? ''))).toBe('accessTokenScopeMissing');
  });
});

// Each answer that brings tokens is checked in the same way, whatever question came before it.
describe.each(['badSignature', 'algNone', 'wrongIssuer', 'otherClient', 'wrongTokenUse', 'expired'] as const)(
  'forged tokens (%s)',
  (forgery) => {
    test('are not taken at a sign-in, at a refresh or for a pasted refresh token', async () => {
      const tokens = tokensOf(await source.signIn(PASSWORD));
      pool.forgeNextTokens(forgery);
      expect(await codeOf(source.signIn(PASSWORD))).toBe('tokenRejected');
      pool.forgeNextTokens(forgery);
      expect(await codeOf(source.renew(tokens, keepNothing))).toBe('tokenRejected');
      pool.forgeNextTokens(forgery);
      const pasting = aTokenSource(pool, { client: CLIENT, profile: { signInMethod: 'refreshToken' } });
      expect(await codeOf(pasting.signIn(tokens.refreshToken ?? ''))).toBe('tokenRejected');
      expect(await codeOf(source.renew(tokens, keepNothing))).toBe('no error');
    });
  },
);

test('tokens of another user than the pool named are not taken', async () => {
  pool.forgeNextTokens('otherUser');
  expect(await codeOf(source.signIn(PASSWORD))).toBe('otherUser');
  expect(await codeOf(source.signIn(PASSWORD))).toBe('no error');
});

describe('H: a pool with large tokens', () => {
  const attributesOf = (kb: number) => ({ 'custom:groups': 'g'.repeat(kb * 768) });

  const signInWith = (kb: number, profile: Partial<Profile> = {}) => {
    pool.addUser({ username: 'large', password: PASSWORD, attributes: attributesOf(kb) });
    return aTokenSource(pool, { profile: { username: 'large', ...profile } }).signIn(PASSWORD);
  };

  test('has them taken as long as they fit into a header', async () => {
    const { id } = tokensOf(await signInWith(40));
    expect(id?.jwt.length).toBeGreaterThan(40 * 1024);
  });

  test('hears how large a token is that does not', async () => {
    const refusal = await signInWith(100).catch(problemOf);
    expect(refusal).toMatchObject({ code: 'tokenTooLarge', detail: expect.stringMatching(/^10\d$/) });
  });

  test.each(['password', 'refresh'])('keeps nobody from the access token: by %s', async (way) => {
    const profile = { username: 'large', tokenUse: 'access' } as const;
    pool.addUser({ username: 'large', password: PASSWORD, attributes: attributesOf(100) });
    const source = aTokenSource(pool, { profile });
    const first = tokensOf(await source.signIn(PASSWORD));
    const { id, access, username } = way === 'password' ? first : await source.renew(first, keepNothing);
    expect([id, username]).toEqual([null, 'large']);
    expect(access?.jwt.length).toBeLessThan(2048);
  });
});
