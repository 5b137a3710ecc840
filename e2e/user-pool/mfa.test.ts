import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, WITH_PASSWORD_AUTH } from './testing/sdk-client';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let sdk: SdkClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  sdk = new SdkClient(pool, pool.addClient(WITH_PASSWORD_AUTH));
});

afterEach(() => pool.close());

describe('SMS_MFA', () => {
  const answer = (Session: string | undefined, code: string) =>
    sdk.respond('SMS_MFA', Session, { USERNAME: 'sms', SMS_MFA_CODE: code });

  beforeEach(() => {
    pool.addUser({ username: 'sms', password: PASSWORD, mfa: { sms: '+491511231234' } });
  });

  const sentCode = () => pool.outbox.at(-1)?.code ?? '';
  const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

  it('forgives two wrong codes, and works once', async () => {
    const { Session } = await sdk.signIn('sms', PASSWORD);
    for (let wrong = 0; wrong < 2; wrong += 1) {
      await expect(answer(Session, otherThan(sentCode()))).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid code or auth state for the user.',
      });
    }
    expect(await answer(Session, sentCode())).toHaveProperty('AuthenticationResult.AccessToken');
    await expect(answer(Session, sentCode())).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('is over after three wrong codes', async () => {
    const { Session } = await sdk.signIn('sms', PASSWORD);
    for (let wrong = 0; wrong < 3; wrong += 1) {
      await expect(answer(Session, otherThan(sentCode()))).rejects.toThrow('Invalid code');
    }
    await expect(answer(Session, sentCode())).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });

  it('does not let in a user who has been disabled meanwhile', async () => {
    const { Session } = await sdk.signIn('sms', PASSWORD);
    pool.disableUser('sms');
    await expect(answer(Session, sentCode())).rejects.toThrow('User is disabled.');
  });

  it('expires', async () => {
    const { Session } = await sdk.signIn('sms', PASSWORD);
    clock.advanceSeconds(180);
    await expect(answer(Session, sentCode())).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('belongs to one user, one app client and one challenge', async () => {
    const { Session } = await sdk.signIn('sms', PASSWORD);
    pool.addUser({ username: 'other', password: PASSWORD });
    const otherClient = new SdkClient(pool, pool.addClient(WITH_PASSWORD_AUTH));
    const responses = { USERNAME: 'sms', SMS_MFA_CODE: sentCode(), SOFTWARE_TOKEN_MFA_CODE: sentCode() };
    const invalid = { message: 'Invalid session for the user.' };
    await expect(otherClient.respond('SMS_MFA', Session, responses)).rejects.toMatchObject(invalid);
    await expect(sdk.respond('SOFTWARE_TOKEN_MFA', Session, responses)).rejects.toMatchObject(invalid);
    await expect(sdk.respond('SMS_MFA', Session, { ...responses, USERNAME: 'other' })).rejects.toMatchObject(
      invalid,
    );
    await expect(sdk.respond('SMS_MFA', undefined, responses)).rejects.toMatchObject({
      message: 'Missing required parameter Session',
    });
  });
});

describe('SOFTWARE_TOKEN_MFA', () => {
  const answer = async (code: string) => {
    const { Session } = await sdk.signIn('app', PASSWORD);
    return sdk.respond('SOFTWARE_TOKEN_MFA', Session, { USERNAME: 'app', SOFTWARE_TOKEN_MFA_CODE: code });
  };
  const codeAt = (offsetSeconds: number) =>
    new TOTP({ secret: TOTP_SECRET }).generate({ timestamp: clock.nowMs() + offsetSeconds * 1000 });

  beforeEach(() => {
    pool.addUser({ username: 'app', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  });

  it('accepts the code of the step before, of this one and of the next, but no other', async () => {
    for (const offset of [-60, 60]) {
      await expect(answer(codeAt(offset))).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid code received for user',
      });
    }
    for (const offset of [-30, 0, 30]) {
      expect(await answer(codeAt(offset))).toHaveProperty('AuthenticationResult.AccessToken');
    }
  });

  it('accepts a code once', async () => {
    await answer(codeAt(0));
    await expect(answer(codeAt(0))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });
});
