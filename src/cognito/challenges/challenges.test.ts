import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import { aChallenge } from '../../testing/builders';
import { aTokenSource, challengeOf, codeOf, tokensOf } from '../../testing/token-source-rig';

const PASSWORD = 'Corr3ct-horse!';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
});

afterEach(() => pool.close());

const sourceOf = (username: string) => aTokenSource(pool, { profile: { username } });
const sentCode = () => pool.outbox.at(-1)?.code ?? '';

test('NEW_PASSWORD_REQUIRED takes a password of the pool policy and the required attributes', async () => {
  const newcomer = { username: 'carol', password: PASSWORD, temporaryPassword: true };
  pool.addUser({ ...newcomer, requiredAttributes: ['given_name'] });
  const source = sourceOf('carol');
  const challenge = challengeOf(await source.signIn(PASSWORD));
  const weak = { newPassword: 'short', 'userAttributes.given_name': 'Carol' };
  expect(await codeOf(source.answerChallenge(challenge, weak))).toBe('passwordPolicy');
  const good = { ...weak, newPassword: 'N3w-password!' };
  expect(tokensOf(await source.answerChallenge(challenge, good)).username).toBe('carol');
  expect(tokensOf(await source.signIn('N3w-password!')).username).toBe('carol');
});

describe('SMS_MFA', () => {
  beforeEach(() => {
    pool.addUser({ username: 'dave', password: PASSWORD, mfa: { sms: '+4915112345678' } });
  });

  test('may be answered again after a wrong code', async () => {
    const source = sourceOf('dave');
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(challenge.name).toBe('SMS_MFA');
    expect(await codeOf(source.answerChallenge(challenge, { code: '000000x' }))).toBe('codeMismatch');
    const code = `${sentCode().slice(0, 3)} ${sentCode().slice(3)}`;
    expect(tokensOf(await source.answerChallenge(challenge, { code })).username).toBe('dave');
  });

  test('whose session has ended says so', async () => {
    const source = aTokenSource(pool, {
      profile: { username: 'dave' },
      client: { authSessionSeconds: 180 },
    });
    const challenge = challengeOf(await source.signIn(PASSWORD));
    pool.setClockSkewMs(200_000);
    expect(await codeOf(source.answerChallenge(challenge, { code: sentCode() }))).toBe('challengeExpired');
  });
});

test('SOFTWARE_TOKEN_MFA takes the code of an authenticator', async () => {
  pool.addUser({ username: 'erin', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  const source = sourceOf('erin');
  const challenge = challengeOf(await source.signIn(PASSWORD));
  const code = new TOTP({ secret: TOTP_SECRET }).generate();
  expect(tokensOf(await source.answerChallenge(challenge, { code })).username).toBe('erin');
});

test.each(['PALM_READING', 'constructor'])('an unknown one is named and not answered: %s', async (name) => {
  const error = await sourceOf('alice')
    .answerChallenge(aChallenge({ name }), { code: '1' })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'challengeUnsupported', detail: name });
  expect(pool.calls).toHaveLength(0);
});

test('a profile whose method asks nothing answers none', async () => {
  const source = aTokenSource(pool, { profile: { signInMethod: 'hostedUi' } });
  const answered = source.answerChallenge(aChallenge(), { code: '1' });
  await expect(answered).rejects.toMatchObject({ code: 'challengeUnsupported', detail: 'hostedUi' });
  expect(pool.calls).toHaveLength(0);
});
