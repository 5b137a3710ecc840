import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../e2e/user-pool/faults';
import { generateSigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import type { AuthErrorCode } from '../core/auth-error';
import { aTokenSet } from '../testing/builders';
import { aTokenSource, codeOf, keepNothing, tokensOf } from '../testing/token-source-rig';

const PASSWORD = 'Corr3ct-horse!';
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser({ username: 'alice', password: PASSWORD });
});

afterEach(() => pool.close());

describe('a renewal by the user pools API', () => {
  test('keeps the old refresh token where none comes back', async () => {
    const source = aTokenSource(pool);
    const first = tokensOf(await source.signIn(PASSWORD));
    const second = await source.renew(first, keepNothing);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.id?.jwt).not.toBe(first.id?.jwt);
    expect(second.subject).toBe(first.subject);
  });

  test('adopts a rotated refresh token; using the old one again ends the session for good', async () => {
    const source = aTokenSource(pool, { client: { rotation: { retryGracePeriodSeconds: 0 } } });
    const first = tokensOf(await source.signIn(PASSWORD));
    const second = await source.renew(first, keepNothing);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await codeOf(source.renew(first, keepNothing))).toBe('refreshTokenReused');
  });

  test('by a revoked or unknown refresh token is told apart from trouble on the way', async () => {
    const source = aTokenSource(pool);
    const tokens = tokensOf(await source.signIn(PASSWORD));
    await source.revoke(tokens);
    expect(await codeOf(source.renew(tokens, keepNothing))).toBe('refreshTokenRevoked');
    const unknown = { ...tokens, refreshToken: 'nonsense' };
    expect(await codeOf(source.renew(unknown, keepNothing))).toBe('refreshTokenRevoked');
  });
});

test.each(['userPoolApi', 'tokenEndpoint', 'none'] as const)(
  'without a refresh token nothing is renewed or revoked: %s',
  async (renewal) => {
    const source = aTokenSource(pool);
    const tokens = aTokenSet({ renewal, refreshToken: null });
    expect(await codeOf(source.renew(tokens, keepNothing))).toBe('refreshTokenMissing');
    expect(await codeOf(source.revoke(tokens))).toBe('no error');
    expect(pool.calls).toEqual([]);
  },
);

describe('T10: trouble on the way', () => {
  test.each([
    ['throttle', 'tooManyRequests'],
    ['serverError', 'serviceFailed'],
    ['unavailable', 'serviceFailed'],
    ['drop', 'unreachable'],
    ['html', 'notCognito'],
    ['truncated', 'notCognito'],
    ['huge', 'notCognito'],
    ['redirect', 'unreachable'],
  ] as const satisfies readonly (readonly [FaultKind, AuthErrorCode])[])(
    '%s is %s, to be tried later',
    async (fault, expected) => {
      const source = aTokenSource(pool);
      const tokens = tokensOf(await source.signIn(PASSWORD));
      pool.failNext(fault);
      expect(await codeOf(source.renew(tokens, keepNothing))).toBe(expected);
      expect(await codeOf(source.renew(tokens, keepNothing))).toBe('no error');
    },
  );

  test('an endpoint where nobody listens is unreachable', async () => {
    const gone = await startUserPool({ signingKeys });
    await gone.close();
    const source = aTokenSource(pool, { profile: { customEndpoint: gone.endpoint } });
    expect(await codeOf(source.renew(aTokenSet(), keepNothing))).toBe('unreachable');
  });
});
