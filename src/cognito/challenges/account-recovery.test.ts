import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import type { SignInMethod } from '../../core/profile/sign-in-method';
import { destinationOf, fieldsOf } from '../../core/session/challenge';
import { aTokenSource, challengeOf, codeOf, tokensOf } from '../../testing/token-source-rig';

const PASSWORD = 'Corr3ct-horse!';
const NEW_PASSWORD = 'N3w-password!';
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
});

afterEach(() => pool.close());

const sentCode = () => pool.outbox.at(-1)?.code ?? '';

/** A code of the right form that is not the one that was sent. */
const wrongCode = () => (sentCode() === '000000' ? '111111' : '000000');

const METHODS = [
  ['passwordSrp', 'PASSWORD_VERIFIER'],
  ['passwordPlain', undefined],
  ['choice', 'PASSWORD_VERIFIER'],
] as const satisfies readonly (readonly [SignInMethod, string | undefined])[];

const by = (signInMethod: SignInMethod) =>
  aTokenSource(pool, { profile: { signInMethod, preferredChallenge: 'PASSWORD_SRP' } });

describe('a user who never typed the code of the sign-up', () => {
  beforeEach(() => {
    pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com', confirmed: false });
  });

  test.each(METHODS)('types it now, and is signed in by %s', async (method, verifier) => {
    const source = by(method);
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(challenge.name).toBe('confirmSignUp');
    expect(fieldsOf(challenge)?.map(({ id }) => id)).toEqual(['code', 'challengePassword']);
    const wrong = { code: wrongCode(), challengePassword: PASSWORD };
    expect(await codeOf(source.answerChallenge(challenge, wrong))).toBe('codeMismatch');
    const step = await source.answerChallenge(challenge, { ...wrong, code: ` ${sentCode()} ` });
    expect(tokensOf(step).username).toBe('alice');
    expect(pool.calls.at(-1)?.challengeName).toBe(verifier);
  });

  test('and mistypes the password beside a right code, types it again', async () => {
    const source = by('passwordSrp');
    const challenge = challengeOf(await source.signIn(PASSWORD));
    const answers = { code: sentCode(), challengePassword: 'wrong' };
    expect(await codeOf(source.answerChallenge(challenge, answers))).toBe('wrongPassword');
    const again = source.answerChallenge(challenge, { ...answers, challengePassword: PASSWORD });
    expect(tokensOf(await again).username).toBe('alice');
  });

  test('can have another code sent', async () => {
    const source = by('passwordSrp');
    const challenge = challengeOf(await source.signIn(PASSWORD));
    const resent = await source.resendCode(challenge);
    expect(pool.outbox).toHaveLength(2);
    expect(destinationOf(resent)).toMatch(/^a\*\*\*@/);
    const answers = { code: sentCode(), challengePassword: PASSWORD };
    expect(tokensOf(await source.answerChallenge(resent, answers)).username).toBe('alice');
  });

  test('can have it sent so often and no more', async () => {
    const source = by('passwordSrp');
    const challenge = challengeOf(await source.signIn(PASSWORD));
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++) codes.push(await codeOf(source.resendCode(challenge)));
    expect(codes).toEqual([...Array(5).fill('no error'), 'limitExceeded']);
  });
});

describe('a password', () => {
  const addAlice = (mustResetPassword: boolean) =>
    pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com', mustResetPassword });

  test.each(METHODS)('that was forgotten is replaced, and the user signed in by %s', async (method) => {
    addAlice(false);
    const source = by(method);
    const challenge = await source.forgotPassword();
    expect(challenge.name).toBe('resetPassword');
    expect(destinationOf(challenge)).toMatch(/^a\*\*\*@/);
    const weak = { code: sentCode(), newPassword: 'short' };
    expect(await codeOf(source.answerChallenge(challenge, weak))).toBe('passwordPolicy');
    const wrong = { code: wrongCode(), newPassword: NEW_PASSWORD };
    expect(await codeOf(source.answerChallenge(challenge, wrong))).toBe('codeMismatch');
    const right = { code: sentCode(), newPassword: NEW_PASSWORD };
    expect(tokensOf(await source.answerChallenge(challenge, right)).username).toBe('alice');
    expect(await codeOf(source.answerChallenge(challenge, right))).toBe('codeExpired');
  });

  test.each(METHODS)('that was reset is asked for anew after a sign-in by %s', async (method) => {
    addAlice(true);
    const source = by(method);
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(fieldsOf(challenge)?.map(({ id }) => id)).toEqual(['code', 'newPassword']);
    const resent = await source.resendCode(challenge);
    const answers = { code: sentCode(), newPassword: NEW_PASSWORD };
    expect(tokensOf(await source.answerChallenge(resent, answers)).username).toBe('alice');
  });

  test('cannot be replaced for a user whom nothing can be sent to', async () => {
    pool.addUser({ username: 'alice', password: PASSWORD });
    expect(await codeOf(by('passwordSrp').forgotPassword())).toBe('invalidParameter');
  });
});
