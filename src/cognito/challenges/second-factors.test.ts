import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import { type Challenge, fieldsOf, setupOf } from '../../core/session/challenge';
import { aTokenSource, challengeOf, codeOf, tokensOf } from '../../testing/token-source-rig';

const PASSWORD = 'Corr3ct-horse!';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const OTHER_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
});

afterEach(() => pool.close());

const sentCode = () => pool.outbox.at(-1)?.code ?? '';
const sentChallenges = () => pool.callsOf('RespondToAuthChallenge').map(({ challengeName }) => challengeName);

describe('SELECT_MFA_TYPE', () => {
  const mfa = { sms: '+4915112345678', totp: SECRET, email: 'alice@example.com' };

  beforeEach(() => {
    pool.addUser({ username: 'alice', password: PASSWORD, mfa });
  });

  test.each([
    ['SMS_MFA', sentCode],
    ['EMAIL_OTP', sentCode],
    ['SOFTWARE_TOKEN_MFA', () => new TOTP({ secret: SECRET }).generate()],
  ] as const)('leads to %s, where it is chosen', async (choice, code) => {
    const source = aTokenSource(pool);
    const asked = challengeOf(await source.signIn(PASSWORD));
    expect(asked.name).toBe('SELECT_MFA_TYPE');
    expect(asked.choices).toEqual(['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_MFA']);
    const challenge = challengeOf(await source.answerChallenge(asked, { choice }));
    expect(challenge.name).toBe(choice);
    expect(tokensOf(await source.answerChallenge(challenge, { code: code() })).username).toBe('alice');
  });

  test('takes nothing that was not offered', async () => {
    const source = aTokenSource(pool);
    const asked = challengeOf(await source.signIn(PASSWORD));
    pool.clearCalls();
    const answered = source.answerChallenge(asked, { choice: 'PALM_READING' });
    expect(await codeOf(answered)).toBe('challengeUnsupported');
    expect(pool.calls).toEqual([]);
  });

  test('is answered for a user who has left the secret of the authenticator', async () => {
    const source = aTokenSource(pool, { secrets: { totpSecret: SECRET } });
    expect(tokensOf(await source.signIn(PASSWORD)).username).toBe('alice');
    expect(sentChallenges()).toEqual(['PASSWORD_VERIFIER', 'SELECT_MFA_TYPE', 'SOFTWARE_TOKEN_MFA']);
  });
});

describe('a secret of the authenticator that the user has left', () => {
  beforeEach(() => {
    pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: SECRET } });
  });

  test.each([-26, 0, 26])('signs in alone when the pool is %i hours off', async (hours) => {
    pool.setClockSkewMs(hours * 3_600_000);
    const source = aTokenSource(pool, { secrets: { totpSecret: SECRET } });
    expect(tokensOf(await source.signIn(PASSWORD)).username).toBe('alice');
  });

  test('that gives a wrong code leaves the challenge to the user, after one try', async () => {
    const source = aTokenSource(pool, { secrets: { totpSecret: OTHER_SECRET } });
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(challenge.name).toBe('SOFTWARE_TOKEN_MFA');
    expect(sentChallenges()).toEqual(['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA']);
    const code = new TOTP({ secret: SECRET }).generate();
    expect(tokensOf(await source.answerChallenge(challenge, { code })).username).toBe('alice');
  });

  test('whose code was used already leaves it too', async () => {
    await pool.close();
    // Half a minute may end at any place of a test, and with it the code.
    const nowMs = Date.now();
    pool = await startUserPool({ signingKeys, clock: () => nowMs });
    pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: SECRET } });
    const source = aTokenSource(pool, { secrets: { totpSecret: SECRET } });
    const twice = [await source.signIn(PASSWORD), await source.signIn(PASSWORD)];
    expect(twice.map(({ kind }) => kind)).toEqual(['tokens', 'challenge']);
  });

  test('is not tried again where the pool asks twice', async () => {
    const source = aTokenSource(pool, { secrets: { totpSecret: SECRET } });
    pool.askNext('SOFTWARE_TOKEN_MFA');
    expect(challengeOf(await source.signIn(PASSWORD)).name).toBe('SOFTWARE_TOKEN_MFA');
    expect(sentChallenges()).toEqual(['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA']);
  });

  test('does not hide trouble on the way', async () => {
    const source = aTokenSource(pool, { secrets: { totpSecret: SECRET } });
    let answers = 0;
    const failing: typeof fetch = async (url, init) => {
      const isAnswer = new Headers(init?.headers).get('x-amz-target')?.endsWith('RespondToAuthChallenge');
      if (isAnswer && ++answers === 2) throw new TypeError('Failed to fetch');
      return fetch(url, init);
    };
    const offline = aTokenSource(pool, { secrets: { totpSecret: SECRET }, platform: { fetch: failing } });
    expect(await codeOf(offline.signIn(PASSWORD))).toBe('unreachable');
    expect(tokensOf(await source.signIn(PASSWORD)).username).toBe('alice');
  });
});

describe('MFA_SETUP', () => {
  beforeEach(() => {
    pool.configure({ mfaToSetUp: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] });
    pool.addUser({ username: 'alice', password: PASSWORD });
  });

  const codeFor = (challenge: Challenge) =>
    new TOTP({ secret: setupOf(challenge, 'alice')?.secret ?? '' }).generate();

  test('gives the secret with the question, and takes a first code after a wrong one', async () => {
    const source = aTokenSource(pool);
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(fieldsOf(challenge)).toEqual([{ id: 'code', kind: 'code' }]);
    const right = codeFor(challenge);
    const wrong = right === '000000' ? '111111' : '000000';
    expect(await codeOf(source.answerChallenge(challenge, { code: wrong }))).toBe('codeMismatch');
    const spaced = `${right.slice(0, 3)} ${right.slice(3)}`;
    expect(tokensOf(await source.answerChallenge(challenge, { code: spaced })).username).toBe('alice');
    expect(challengeOf(await source.signIn(PASSWORD)).name).toBe('SOFTWARE_TOKEN_MFA');
  });

  test.each(['abcdef', '12ab56', '12', '1234567', '', '１２３４５６'])(
    'calls %j a code that is not right, and takes the right one then',
    async (code) => {
      const source = aTokenSource(pool);
      const challenge = challengeOf(await source.signIn(PASSWORD));
      expect(await codeOf(source.answerChallenge(challenge, { code }))).toBe('codeMismatch');
      const right = { code: codeFor(challenge) };
      expect(tokensOf(await source.answerChallenge(challenge, right)).username).toBe('alice');
    },
  );

  test('does not last longer than the pool keeps it', async () => {
    const source = aTokenSource(pool);
    const challenge = challengeOf(await source.signIn(PASSWORD));
    pool.setClockSkewMs(3_600_000);
    const late = source.answerChallenge(challenge, { code: codeFor(challenge) });
    expect(await codeOf(late)).toBe('challengeExpired');
  });

  test('O: of e-mail alone asks for the address, then for the code that was sent there', async () => {
    pool.configure({ mfaToSetUp: ['EMAIL_OTP'] });
    const source = aTokenSource(pool);
    const challenge = challengeOf(await source.signIn(PASSWORD));
    expect(fieldsOf(challenge)).toMatchObject([{ id: 'userAttributes.email', kind: 'attribute' }]);
    const address = (typed: string) => source.answerChallenge(challenge, { 'userAttributes.email': typed });
    expect(await codeOf(address('nobody'))).toBe('invalidParameter');
    const code = challengeOf(await address('alice@example.com'));
    expect(code.name).toBe('EMAIL_OTP');
    const answer = { code: pool.outbox.at(-1)?.code ?? '' };
    expect(tokensOf(await source.answerChallenge(code, answer)).username).toBe('alice');
    expect(challengeOf(await source.signIn(PASSWORD)).name).toBe('EMAIL_OTP');
  });

  test('of a factor that we cannot set up is left as it is', async () => {
    pool.configure({ mfaToSetUp: ['SMS_MFA'] });
    const challenge = challengeOf(await aTokenSource(pool).signIn(PASSWORD));
    expect(challenge.name).toBe('MFA_SETUP');
    expect(fieldsOf(challenge)).toBeNull();
    expect(pool.callsOf('AssociateSoftwareToken')).toEqual([]);
  });
});

test('an unknown challenge stays as it is, is never answered and brings no tokens', async () => {
  pool.addUser({ username: 'alice', password: PASSWORD });
  pool.askNext('PALM_READING', { HAND: 'left' });
  const source = aTokenSource(pool);
  const challenge = challengeOf(await source.signIn(PASSWORD));
  expect(challenge).toMatchObject({ name: 'PALM_READING', parameters: { HAND: 'left' } });
  expect(fieldsOf(challenge)).toBeNull();
  pool.clearCalls();
  expect(await codeOf(source.answerChallenge(challenge, { code: '1' }))).toBe('challengeUnsupported');
  expect(await codeOf(source.resendCode(challenge))).toBe('challengeUnsupported');
  expect(pool.calls).toEqual([]);
});
