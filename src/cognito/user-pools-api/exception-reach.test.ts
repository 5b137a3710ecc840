import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPECTABLE_EXCEPTIONS } from '../../../e2e/user-pool/exception-table';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import { AuthError, kindOf, problemOf } from '../../core/auth-error';
import { OWN_CHALLENGES } from '../../core/session/challenge';
import { aChallenge, aTokenSet } from '../../testing/builders';
import { aTokenSource, codeOf, keepNothing } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const catalogue: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../../public/_locales/en/messages.json', import.meta.url), 'utf8'),
);
const setup = aChallenge({ name: 'MFA_SETUP', parameters: { SECRET_CODE: 'JBSWY3DPEHPK3PXP' } });
const byCode = { code: '123456' };

/** A call of ours that makes the pool hear the operation. */
const CALLS: Readonly<Record<string, (source: TokenSource) => Promise<unknown>>> = {
  InitiateAuth: (source) => source.signIn('any'),
  RespondToAuthChallenge: (source) => source.answerChallenge(aChallenge(), byCode),
  AssociateSoftwareToken: (source) => source.signIn('Corr3ct-horse!'),
  VerifySoftwareToken: (source) => source.answerChallenge(setup, byCode),
  ConfirmSignUp: (source) =>
    source.answerChallenge(aChallenge({ name: OWN_CHALLENGES.confirmSignUp }), byCode),
  ForgotPassword: (source) => source.forgotPassword(),
  GetTokensFromRefreshToken: (source) => source.renew(aTokenSet(), keepNothing),
  RevokeToken: (source) => source.revoke(aTokenSet()),
};

// Not failures: with these the pool asks for something, and the user is asked it.
const RECOVERIES = ['UserNotConfirmedException', 'PasswordResetRequiredException'];

let pool: UserPool;

beforeAll(async () => {
  pool = await startUserPool({ settings: { mfaToSetUp: ['SOFTWARE_TOKEN_MFA'] } });
  pool.addUser({ username: 'alice', password: 'Corr3ct-horse!' });
});

afterAll(() => pool.close());

test.each(EXPECTABLE_EXCEPTIONS.filter(({ name }) => !RECOVERIES.includes(name)))(
  '$operation: $name comes through, with a sentence of its own',
  async ({ followsFrom: _, ...refusal }) => {
    pool.refuseNext(refusal);
    const call = CALLS[refusal.operation] ?? (() => Promise.reject(new Error(refusal.operation)));
    const error: unknown = await call(aTokenSource(pool)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthError);
    const { code } = problemOf(error);
    expect(pool.calls.at(-1)).toMatchObject({ operation: refusal.operation, errorType: refusal.name });
    expect(code).not.toBe('unknownException');
    expect(kindOf(code)).toBeTypeOf('string');
    expect(catalogue).toHaveProperty(`authError_${code}`);
  },
);

test.each(RECOVERIES)('%s leads to a question', async (name) => {
  const refusal = EXPECTABLE_EXCEPTIONS.find((exception) => exception.name === name);
  if (!refusal) throw new Error(`the table has no ${name}`);
  pool.refuseNext(refusal);
  const step = await aTokenSource(pool).signIn('any');
  expect(step).toMatchObject({ kind: 'challenge', challenge: { username: 'alice' } });
});

test('what no table has is told from all of them', async () => {
  pool.refuseNext({ name: 'RequestEntityTooLargeException', message: '' });
  expect(await codeOf(aTokenSource(pool).signIn('any'))).toBe('unknownException');
});
