import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient } from './testing/sdk-client';
import { srpHandshake } from './testing/srp-answer';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';
const USERNAME = 'ada';
const WITH_USER_AUTH = { authFlows: ['ALLOW_USER_AUTH'] };
const SIGNED_IN = 'AuthenticationResult.IdToken';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let sdk: SdkClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  sdk = new SdkClient(pool, pool.addClient(WITH_USER_AUTH));
  pool.addUser({ username: USERNAME, password: PASSWORD, email: 'ada@example.com', phone: '+491511231234' });
});

afterEach(() => pool.close());

const prefer = (PREFERRED_CHALLENGE: string, more = {}) =>
  sdk.initiate('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE, ...more });
const sentCode = () => pool.outbox.at(-1)?.code ?? '';

describe('USER_AUTH', () => {
  it('is refused unless the app client allows it', async () => {
    const other = new SdkClient(pool, pool.addClient());
    await expect(other.initiate('USER_AUTH', { USERNAME })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_AUTH flow not enabled for this client',
    });
  });

  it('lets the user choose where nothing, or nothing available, is preferred', async () => {
    for (const preference of [{}, { PREFERRED_CHALLENGE: 'WEB_AUTHN' }]) {
      expect(await sdk.initiate('USER_AUTH', { USERNAME, ...preference })).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'],
        Session: expect.any(String),
      });
    }
  });

  it('offers only what the user has and the pool allows', async () => {
    pool.addUser({ username: 'keyless', email: 'keyless@example.com' });
    pool.addUser({ username: 'careful', password: PASSWORD, mfa: { email: 'careful@example.com' } });
    const offered = async (username: string) =>
      (await sdk.initiate('USER_AUTH', { USERNAME: username })).AvailableChallenges;
    expect(await offered('keyless')).toEqual(['EMAIL_OTP']);
    expect(await offered('careful')).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    pool.configure({ firstFactors: ['SMS_OTP'] });
    expect(await offered(USERNAME)).toEqual(['SMS_OTP']);
  });

  it('checks a preferred password at once', async () => {
    expect(await prefer('PASSWORD', { PASSWORD })).toHaveProperty(SIGNED_IN);
    await expect(prefer('PASSWORD', { PASSWORD: 'wrong' })).rejects.toThrow(
      'Incorrect username or password.',
    );
    await expect(prefer('PASSWORD')).rejects.toThrow('Missing required parameter PASSWORD');
  });

  it('takes a password by SRP', async () => {
    for (const [password, outcome] of [
      [PASSWORD, 'accepted'],
      ['wrong', 'refused'],
    ] as const) {
      const { publicA, answer } = srpHandshake(pool, password, clock.nowMs());
      const { ChallengeName, ChallengeParameters } = await prefer('PASSWORD_SRP', { SRP_A: publicA });
      expect(ChallengeName).toBe('PASSWORD_VERIFIER');
      const end = sdk.respond('PASSWORD_VERIFIER', undefined, await answer(ChallengeParameters));
      if (outcome === 'accepted') expect(await end).toHaveProperty(SIGNED_IN);
      else await expect(end).rejects.toThrow('Incorrect username or password.');
    }
  });

  it('refuses a user who may not sign in, before any challenge', async () => {
    pool.addUser({ username: 'unconfirmed', email: 'new@example.com', confirmed: false });
    await expect(sdk.initiate('USER_AUTH', { USERNAME: 'unconfirmed' })).rejects.toThrow('not confirmed');
  });

  it('hides who exists: an unknown user has a password that is wrong', async () => {
    const unknown = (more: Record<string, string>) =>
      sdk.initiate('USER_AUTH', { USERNAME: 'nobody', ...more });
    const { publicA } = srpHandshake(pool, PASSWORD, clock.nowMs());
    const srp = { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: publicA };
    expect(await unknown(srp)).toHaveProperty('ChallengeName', 'PASSWORD_VERIFIER');
    await expect(unknown({})).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('SELECT_CHALLENGE', () => {
  const select = async (ANSWER: string, more = {}) => {
    const { Session } = await sdk.initiate('USER_AUTH', { USERNAME });
    return sdk.respond('SELECT_CHALLENGE', Session, { USERNAME, ANSWER, ...more });
  };

  it('takes the password in the same call, or in the next', async () => {
    expect(await select('PASSWORD', { PASSWORD })).toHaveProperty(SIGNED_IN);
    const { ChallengeName, Session } = await select('PASSWORD');
    expect(ChallengeName).toBe('PASSWORD');
    await expect(sdk.respond('PASSWORD', Session, { USERNAME, PASSWORD: 'wrong' })).rejects.toThrow(
      'Incorrect',
    );
    expect(await sdk.respond('PASSWORD', Session, { USERNAME, PASSWORD })).toHaveProperty(SIGNED_IN);
  });

  it('takes SRP_A in the same call, or in the next', async () => {
    const { publicA: SRP_A, answer } = srpHandshake(pool, PASSWORD, clock.nowMs());
    const { Session } = await select('PASSWORD_SRP');
    for (const asked of [
      await select('PASSWORD_SRP', { SRP_A }),
      await sdk.respond('PASSWORD_SRP', Session, { USERNAME, SRP_A }),
    ]) {
      const responses = await answer(asked.ChallengeParameters);
      expect(await sdk.respond('PASSWORD_VERIFIER', undefined, responses)).toHaveProperty(SIGNED_IN);
    }
  });

  it('leads to a one-time password', async () => {
    const { ChallengeName, Session } = await select('EMAIL_OTP');
    expect(ChallengeName).toBe('EMAIL_OTP');
    const responses = { USERNAME, EMAIL_OTP_CODE: sentCode() };
    expect(await sdk.respond('EMAIL_OTP', Session, responses)).toHaveProperty(SIGNED_IN);
  });

  it('refuses what was not offered', async () => {
    await expect(select('WEB_AUTHN')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(select('DEVICE_SRP_AUTH')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe.each([
  ['EMAIL_OTP', 'EMAIL', 'ada@example.com', 'a***@e***'],
  ['SMS_OTP', 'SMS', '+491511231234', '+*******1234'],
] as const)('%s', (name, medium, destination, masked) => {
  const answer = (Session: string | undefined, code: string) =>
    sdk.respond(name, Session, { USERNAME, [`${name}_CODE`]: code });

  it('sends a code and takes it once', async () => {
    const { ChallengeName, ChallengeParameters, Session } = await prefer(name);
    expect(ChallengeName).toBe(name);
    expect(ChallengeParameters).toMatchObject({
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
      CODE_DELIVERY_DESTINATION: masked,
    });
    expect(pool.outbox).toEqual([{ username: USERNAME, medium, destination, code: expect.any(String) }]);
    await expect(answer(Session, 'wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(Session, sentCode())).toHaveProperty(SIGNED_IN);
    await expect(answer(Session, sentCode())).rejects.toThrow('session can only be used once');
  });

  it('expires', async () => {
    const { Session } = await prefer(name);
    clock.advanceSeconds(180);
    await expect(answer(Session, sentCode())).rejects.toThrow('session is expired');
  });
});
