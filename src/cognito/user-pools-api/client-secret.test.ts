import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import type { NewUser } from '../../../e2e/user-pool/users';
import type { SignInMethod } from '../../core/profile/sign-in-method';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { RememberedDevice } from '../../core/session/credentials';
import { aTokenSource, challengeOf, codeOf, keepNothing, tokensOf } from '../../testing/token-source-rig';
import type { AuthStep } from '../auth-step';
import type { TokenSource } from '../token-source';

const PASSWORD = 'Corr3ct-horse!';
const CLIENT = { clientId: '1h57kf5cpq17m0eml12EXAMPLE', clientSecret: 's3cret' };
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
});

afterEach(() => pool.close());

const sentCode = () => pool.outbox.at(-1)?.code ?? '';

function addAlice(settings: Partial<NewUser> = {}): void {
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com', ...settings });
}

/** @param clientSecret what the profile holds, right or not */
function sourceBy(
  signInMethod: SignInMethod,
  clientSecret: string | null = CLIENT.clientSecret,
  device: RememberedDevice | null = null,
): TokenSource {
  // By an alias: the name that is hashed has to be the one that the same call sends.
  const profile = { signInMethod, username: 'alice@example.com' };
  return aTokenSource(pool, { client: CLIENT, secrets: { clientSecret, device }, profile });
}

/** Signs in, answering each question as `answerTo` tells. */
async function signInBy(
  source: TokenSource,
  password: string,
  answerTo: (challenge: Challenge) => ChallengeAnswers,
): Promise<AuthStep> {
  let step = await source.signIn(password);
  for (let questions = 0; step.kind === 'challenge' && questions < 5; questions++) {
    step = await source.answerChallenge(step.challenge, answerTo(step.challenge));
  }
  return step;
}

describe('an app client with a secret has it, or its hash, in every call', () => {
  test.each(['passwordSrp', 'passwordPlain'] as const)('of %s, refresh, revocation', async (method) => {
    addAlice();
    const source = sourceBy(method);
    const renewed = await source.renew(tokensOf(await source.signIn(PASSWORD)), keepNothing);
    await source.revoke(renewed);
    expect(pool.refreshTokenIsLive(renewed.refreshToken ?? '')).toBe(false);
  });

  test('of a choice', async () => {
    addAlice();
    const step = await signInBy(sourceBy('choice'), '', ({ name, chosen }) => {
      if (name !== 'SELECT_CHALLENGE') return { code: sentCode() };
      return chosen === null ? { choice: 'EMAIL_OTP' } : {};
    });
    expect(tokensOf(step).username).toBe('alice');
  });

  test('of a custom flow after SRP', async () => {
    addAlice();
    pool.configure({ customChallenges: [{ publicParameters: {}, answer: 'Rex' }] });
    const step = await signInBy(sourceBy('custom'), PASSWORD, () => ({ answer: 'Rex' }));
    expect(tokensOf(step).username).toBe('alice');
  });

  test('of the set-up of an authenticator', async () => {
    addAlice();
    pool.configure({ mfaToSetUp: ['SOFTWARE_TOKEN_MFA'] });
    const step = await signInBy(sourceBy('passwordSrp'), PASSWORD, ({ parameters }) => ({
      code: new TOTP({ secret: parameters.SECRET_CODE ?? '' }).generate(),
    }));
    expect(tokensOf(step).username).toBe('alice');
  });

  test('of a device', async () => {
    addAlice();
    pool.configure({ devices: 'always' });
    const step = await sourceBy('passwordSrp').signIn(PASSWORD);
    if (step.kind !== 'tokens' || !step.device) throw new Error('there is no device');
    const source = sourceBy('passwordSrp', CLIENT.clientSecret, step.device);
    pool.clearCalls();
    const again = tokensOf(await source.signIn(PASSWORD));
    expect(pool.calls.at(-1)?.challengeName).toBe('DEVICE_PASSWORD_VERIFIER');
    expect((await source.renew(again, keepNothing)).username).toBe('alice');
  });

  test('of the confirmation of a sign-up', async () => {
    pool.addUser({
      username: 'alice@example.com',
      password: PASSWORD,
      email: 'a@b.example',
      confirmed: false,
    });
    const source = sourceBy('passwordSrp');
    const challenge = await source.resendCode(challengeOf(await source.signIn(PASSWORD)));
    const answers = { code: sentCode(), challengePassword: PASSWORD };
    expect(tokensOf(await source.answerChallenge(challenge, answers)).username).toBe('alice@example.com');
  });

  test('of a new password', async () => {
    addAlice();
    const source = sourceBy('passwordSrp');
    const challenge = await source.forgotPassword();
    const answers = { code: sentCode(), newPassword: 'N3w-password!' };
    expect(tokensOf(await source.answerChallenge(challenge, answers)).username).toBe('alice');
  });
});

describe.each([
  ['without the secret', null, 'clientSecretMissing'],
  ['with a wrong one', 'wrong', 'clientSecretWrong'],
] as const)('%s', (_, clientSecret, expected) => {
  test('the pool refuses a sign-in and a new password, and says why', async () => {
    addAlice();
    expect(await codeOf(sourceBy('choice', clientSecret).signIn(''))).toBe(expected);
    expect(await codeOf(sourceBy('choice', clientSecret).forgotPassword())).toBe(expected);
  });

  test('it renews nothing', async () => {
    addAlice();
    const tokens = tokensOf(await sourceBy('passwordSrp').signIn(PASSWORD));
    const renewed = sourceBy('passwordSrp', clientSecret).renew(tokens, keepNothing);
    expect(await codeOf(renewed)).toBe('clientSecretWrong');
  });
});
