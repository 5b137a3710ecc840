import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, tokensOf, WITH_PASSWORD_AUTH } from './testing/sdk-client';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let client: AppClient;
let sdk: SdkClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  client = pool.addClient(WITH_PASSWORD_AUTH);
  sdk = new SdkClient(pool, client);
});

afterEach(() => pool.close());

describe('USER_PASSWORD_AUTH', () => {
  it('is refused unless the app client allows it', async () => {
    pool.addUser({ username: 'ada', password: PASSWORD });
    const strict = new SdkClient(pool, pool.addClient());
    await expect(strict.signIn('ada', PASSWORD)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    await expect(sdk.initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: 'ab' })).rejects.toMatchObject({
      message: 'USER_SRP_AUTH is not enabled for the client.',
    });
  });

  it('gives three tokens', async () => {
    pool.addUser({ username: 'ada', password: PASSWORD });
    const { AuthenticationResult } = await sdk.signIn('ada', PASSWORD);
    expect(AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(AuthenticationResult?.RefreshToken?.split('.')).toHaveLength(5);
  });

  it.each([
    [{ enabled: false }, 'NotAuthorizedException', 'User is disabled.'],
    [{ confirmed: false }, 'UserNotConfirmedException', 'User is not confirmed.'],
    [{ mustResetPassword: true }, 'PasswordResetRequiredException', 'Password reset required for the user'],
  ])('refuses a user with %o', async (status, name, message) => {
    pool.addUser({ username: 'ada', password: PASSWORD, ...status });
    await expect(sdk.signIn('ada', PASSWORD)).rejects.toMatchObject({ name, message });
  });

  it('hides an unknown user only where the app client says so', async () => {
    await expect(sdk.signIn('nobody', PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const open = pool.addClient({ ...WITH_PASSWORD_AUTH, preventUserExistenceErrors: false });
    await expect(new SdkClient(pool, open).signIn('nobody', PASSWORD)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('refuses a flow and a challenge that this pool does not have', async () => {
    const custom = new SdkClient(pool, pool.addClient());
    await expect(custom.initiate('CUSTOM_AUTH', { USERNAME: 'ada' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(sdk.respond('ADMIN_NO_SRP_AUTH', 'session', { USERNAME: 'ada' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('SECRET_HASH', () => {
  it('has to be there and to be right', async () => {
    const secret = pool.addClient({ ...WITH_PASSWORD_AUTH, clientSecret: true });
    const { clientId, clientSecret = '' } = secret;
    pool.addUser({ username: 'ada', password: PASSWORD });
    const withSecret = new SdkClient(pool, secret);
    await expect(withSecret.signIn('ada', PASSWORD)).rejects.toMatchObject({
      message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(withSecret.signIn('ada', PASSWORD, { SECRET_HASH: 'AAAA' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Unable to verify secret hash for client ${clientId}`,
    });
    const SECRET_HASH = createHmac('sha256', clientSecret).update(`ada${clientId}`).digest('base64');
    const { refreshToken } = tokensOf(await withSecret.signIn('ada', PASSWORD, { SECRET_HASH }));
    const refresh = (more = {}) =>
      withSecret.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken, ...more });
    await expect(refresh()).rejects.toThrow('SECRET_HASH was not received');
    expect(await refresh({ SECRET_HASH })).toHaveProperty('AuthenticationResult');
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  beforeEach(() => {
    pool.addUser({
      username: 'new',
      password: PASSWORD,
      email: 'new@example.com',
      temporaryPassword: true,
      requiredAttributes: ['name', 'email'],
      mfa: { sms: '+491511231234' },
    });
  });

  const answer = (Session: string | undefined, responses: Record<string, string>) =>
    sdk.respond('NEW_PASSWORD_REQUIRED', Session, { USERNAME: 'new', ...responses });

  it('asks for the attributes that are missing', async () => {
    const { ChallengeParameters } = await sdk.signIn('new', PASSWORD);
    expect(ChallengeParameters).toEqual({
      USER_ID_FOR_SRP: 'new',
      requiredAttributes: '["userAttributes.name"]',
      userAttributes: expect.stringContaining('"email":"new@example.com"'),
    });
  });

  it.each([
    ['Sh0rt-', 'not long enough'],
    ['lower-case-1', 'must have uppercase characters'],
    ['UPPER-CASE-1', 'must have lowercase characters'],
    ['No-number', 'must have numeric characters'],
    ['NoSymbol1', 'must have symbol characters'],
  ])('refuses %s: %s', async (password, rule) => {
    const { Session } = await sdk.signIn('new', PASSWORD);
    await expect(answer(Session, { NEW_PASSWORD: password })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password does not conform to policy: Password ${rule}`,
    });
  });

  it('follows the policy of the pool', async () => {
    const lax = await startUserPool({
      signingKeys,
      passwordPolicy: { minimumLength: 6, requireSymbols: false },
    });
    const laxSdk = new SdkClient(lax, lax.addClient(WITH_PASSWORD_AUTH));
    lax.addUser({ username: 'new', password: PASSWORD, temporaryPassword: true });
    const { Session } = await laxSdk.signIn('new', PASSWORD);
    const responses = { USERNAME: 'new', NEW_PASSWORD: 'Short1' };
    const done = await laxSdk.respond('NEW_PASSWORD_REQUIRED', Session, responses);
    expect(done).toHaveProperty('AuthenticationResult');
    await lax.close();
  });

  it('can be tried again after a refusal, goes on to MFA, and changes the password', async () => {
    const { Session } = await sdk.signIn('new', PASSWORD);
    const NEW_PASSWORD = 'My-own-horse-2';
    await expect(answer(Session, { NEW_PASSWORD })).rejects.toMatchObject({
      message: 'Invalid attributes given, name is missing',
    });
    const attributes = { 'userAttributes.name': 'Grace', 'userAttributes.email': 'other@example.com' };
    await expect(answer(Session, { NEW_PASSWORD, ...attributes })).rejects.toMatchObject({
      message: 'Cannot modify an already provided email',
    });
    const next = await answer(Session, { NEW_PASSWORD, 'userAttributes.name': 'Grace' });
    expect(next.ChallengeName).toBe('SMS_MFA');
    await expect(sdk.signIn('new', PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await sdk.signIn('new', NEW_PASSWORD)).ChallengeName).toBe('SMS_MFA');
  });
});

describe('the lock-out', () => {
  const wrong = () => expect(sdk.signIn('ada', 'Wrong-horse-1')).rejects.toThrow('Incorrect username');
  const locked = () => expect(sdk.signIn('ada', PASSWORD)).rejects.toThrow('Password attempts exceeded');

  beforeEach(async () => {
    pool.addUser({ username: 'ada', password: PASSWORD });
    for (let attempt = 0; attempt < 5; attempt += 1) await wrong();
  });

  it('locks for a second after five failures, then for twice as long', async () => {
    await locked();
    clock.advanceSeconds(1);
    await wrong();
    clock.advanceSeconds(1);
    await locked();
    clock.advanceSeconds(1);
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });

  it('forgets after a success', async () => {
    clock.advanceSeconds(1);
    await sdk.signIn('ada', PASSWORD);
    for (let attempt = 0; attempt < 4; attempt += 1) await wrong();
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });

  it('forgets after a quarter of an hour, and never locks for longer', async () => {
    clock.advanceSeconds(15 * 60);
    for (let attempt = 0; attempt < 5; attempt += 1) await wrong();
    for (let lockSeconds = 1; lockSeconds < 900; lockSeconds *= 2) {
      clock.advanceSeconds(lockSeconds);
      await wrong();
    }
    clock.advanceSeconds(899);
    await locked();
    clock.advanceSeconds(1);
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });
});
