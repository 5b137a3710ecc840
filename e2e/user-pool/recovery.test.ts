import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient } from './testing/sdk-client';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';
const NEXT_PASSWORD = 'Correct-horse-2';
const Username = 'ada';
const HOUR_SECONDS = 3600;

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;
let client: AppClient;
let sdk: SdkClient;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  client = pool.addClient({ authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'] });
  sdk = new SdkClient(pool, client);
});

afterEach(() => pool.close());

const sentCode = () => pool.outbox.at(-1)?.code ?? '';
const named = (name = Username) => ({ ClientId: client.clientId, Username: name });
const forgot = (name?: string) => sdk.sdk.send(new ForgotPasswordCommand(named(name)));
const resend = (name?: string) => sdk.sdk.send(new ResendConfirmationCodeCommand(named(name)));
const confirmSignUp = (ConfirmationCode: string, more = {}) =>
  sdk.sdk.send(new ConfirmSignUpCommand({ ...named(), ConfirmationCode, ...more }));
const confirmForgot = (ConfirmationCode: string, Password = NEXT_PASSWORD, more = {}) =>
  sdk.sdk.send(new ConfirmForgotPasswordCommand({ ...named(), ConfirmationCode, Password, ...more }));

describe('ConfirmSignUp', () => {
  beforeEach(() => {
    pool.addUser({ username: Username, password: PASSWORD, email: 'ada@example.com', confirmed: false });
  });

  it('lets a user in whom the sign-in has refused', async () => {
    await expect(sdk.signIn(Username, PASSWORD)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    await confirmSignUp(sentCode());
    expect(await sdk.signIn(Username, PASSWORD)).toHaveProperty('AuthenticationResult.IdToken');
    await expect(confirmSignUp(sentCode())).rejects.toThrow('Current status is CONFIRMED');
  });

  it('gives a Session that signs in once', async () => {
    const { Session } = await confirmSignUp(sentCode());
    const enter = () => sdk.initiate('USER_AUTH', { USERNAME: Username }, Session);
    expect(await enter()).toHaveProperty('AuthenticationResult.IdToken');
    await expect(enter()).rejects.toThrow('session can only be used once');
  });

  it('refuses a wrong code and an old one', async () => {
    const wrong = sentCode() === '000000' ? '000001' : '000000';
    await expect(confirmSignUp(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    clock.advanceSeconds(24 * HOUR_SECONDS);
    await expect(confirmSignUp(sentCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('takes the code that ResendConfirmationCode has sent', async () => {
    clock.advanceSeconds(24 * HOUR_SECONDS);
    expect(await resend()).toMatchObject({
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    await confirmSignUp(sentCode());
    await expect(resend()).rejects.toThrow('User is already confirmed.');
  });

  it('refuses an e-mail address that another user has confirmed', async () => {
    pool.addUser({ username: 'earlier', password: PASSWORD, email: 'ada@example.com' });
    await expect(confirmSignUp(sentCode())).rejects.toMatchObject({ name: 'AliasExistsException' });
  });
});

describe('ConfirmForgotPassword', () => {
  beforeEach(() => {
    pool.addUser({
      username: Username,
      password: PASSWORD,
      email: 'ada@example.com',
      mustResetPassword: true,
    });
  });

  it('sets the password of a user who had to reset it', async () => {
    await expect(sdk.signIn(Username, PASSWORD)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
    expect(await forgot()).toMatchObject({ CodeDeliveryDetails: { Destination: 'a***@e***' } });
    await confirmForgot(sentCode());
    expect(await sdk.signIn(Username, NEXT_PASSWORD)).toHaveProperty('AuthenticationResult.IdToken');
    await expect(sdk.signIn(Username, PASSWORD)).rejects.toThrow('Incorrect username or password.');
    await expect(confirmForgot(sentCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('holds to the password policy and the history, and leaves the code in force', async () => {
    pool.configure({ passwordHistorySize: 1 });
    await forgot();
    await expect(confirmForgot(sentCode(), 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await expect(confirmForgot(sentCode(), PASSWORD)).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
    await confirmForgot(sentCode());
    await forgot();
    await expect(confirmForgot(sentCode(), PASSWORD)).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
  });

  it('takes the code for an hour', async () => {
    await forgot();
    clock.advanceSeconds(HOUR_SECONDS);
    await expect(confirmForgot(sentCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('forgives five wrong codes', async () => {
    await forgot();
    const code = sentCode();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(confirmForgot(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirmForgot(code)).rejects.toMatchObject({ name: 'TooManyFailedAttemptsException' });
    await forgot();
    await confirmForgot(sentCode());
  });
});

describe('ForgotPassword', () => {
  it('sends five codes an hour', async () => {
    pool.addUser({ username: Username, password: PASSWORD, phone: '+491511231234' });
    for (let asked = 0; asked < 5; asked += 1) await forgot();
    await expect(forgot()).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    clock.advanceSeconds(HOUR_SECONDS);
    expect(await forgot()).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'SMS' } });
  });

  it('hides an unknown user only where the app client says so', async () => {
    expect(await forgot('nobody')).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' } });
    expect(pool.outbox).toEqual([]);
    client = pool.addClient({ preventUserExistenceErrors: false });
    await expect(forgot('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it.each([
    [{ enabled: false, email: 'ada@example.com' }, 'NotAuthorizedException'],
    [{ temporaryPassword: true, email: 'ada@example.com' }, 'NotAuthorizedException'],
    [{ confirmed: false, email: 'ada@example.com' }, 'InvalidParameterException'],
    [{}, 'InvalidParameterException'],
  ])('refuses a user with %o', async (status, name) => {
    pool.addUser({ username: Username, password: PASSWORD, ...status });
    await expect(forgot()).rejects.toMatchObject({ name });
  });
});

it('each operation wants the SECRET_HASH of an app client with a secret', async () => {
  client = pool.addClient({ clientSecret: true });
  pool.addUser({ username: Username, password: PASSWORD, email: 'ada@example.com' });
  for (const call of [() => forgot(), () => resend(), () => confirmSignUp('1'), () => confirmForgot('1')]) {
    await expect(call()).rejects.toThrow('is configured with secret but SECRET_HASH was not received');
  }
});
