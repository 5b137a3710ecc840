import { UpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import {
  amazonUser,
  forgetDevice,
  type Outcome,
  refreshSession,
  rememberDevice,
  sendCode,
  signIn,
} from './testing/amazon-client';
import { SdkClient } from './testing/sdk-client';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;
let username: string;
let usersMade = 0;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys, settings: { devices: 'always' } });
  client = pool.addClient({
    authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  // The library keeps devices by user name and app client, for as long as the process lives.
  usersMade += 1;
  username = `ada-${usersMade}`;
  pool.addUser({ username, password: PASSWORD, mfa: { sms: '+491511231234' } });
});

afterEach(() => pool.close());

const newUser = () => amazonUser(pool, client, username);
const sentCode = () => pool.outbox.at(-1)?.code ?? '';

/** Signs in by password and SMS; the library then confirms the device that the pool has named. */
async function firstSignIn() {
  const user = newUser();
  expect(await signIn(user, username, PASSWORD)).toMatchObject({ kind: 'mfaRequired' });
  return { user, ...signedIn(await sendCode(user, sentCode(), 'SMS_MFA')) };
}

function signedIn(outcome: Outcome) {
  if (outcome.kind !== 'signedIn') throw new Error(`stopped at ${outcome.kind}`);
  return outcome;
}

describe('a remembered device', () => {
  it('takes the place of the second factor', async () => {
    await firstSignIn();
    pool.clearCalls();
    expect(await signIn(newUser(), username, PASSWORD)).toMatchObject({ kind: 'signedIn' });
    expect(pool.callsOf('RespondToAuthChallenge').map(({ challengeName }) => challengeName)).toEqual([
      'PASSWORD_VERIFIER',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
    ]);
    expect(pool.callsOf('ConfirmDevice')).toEqual([]);
  });

  it('has to know its own password', async () => {
    await firstSignIn();
    const user = newUser() as ReturnType<typeof newUser> &
      Record<'getCachedDeviceKeyAndPassword', () => void>;
    const readCache = user.getCachedDeviceKeyAndPassword.bind(user);
    user.getCachedDeviceKeyAndPassword = () => {
      readCache();
      Object.assign(user, { randomPassword: 'another' });
    };
    await expect(signIn(user, username, PASSWORD)).rejects.toThrow('Incorrect username or password.');
  });

  it('is asked for at a refresh', async () => {
    const { user, session } = await firstSignIn();
    const refreshToken = session.getRefreshToken().getToken();
    const sdk = new SdkClient(pool, client);
    await expect(sdk.refresh(refreshToken)).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    const { device_key: DeviceKey } = session.getAccessToken().payload;
    expect(await sdk.refresh(refreshToken, { DeviceKey })).toHaveProperty('AuthenticationResult.IdToken');
    expect((await refreshSession(user, session)).isValid()).toBe(true);
  });

  it('is unknown once it is forgotten', async () => {
    const { user, session } = await firstSignIn();
    const { device_key: DEVICE_KEY } = session.getAccessToken().payload;
    await forgetDevice(user);
    const sdk = new SdkClient(pool, client);
    await expect(sdk.signIn(username, PASSWORD, { DEVICE_KEY })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    expect(await signIn(newUser(), username, PASSWORD)).toMatchObject({ kind: 'mfaRequired' });
  });

  it('is one of the same user', async () => {
    const { session } = await firstSignIn();
    const { device_key: DEVICE_KEY } = session.getAccessToken().payload;
    pool.addUser({ username: 'other', password: PASSWORD });
    const stolen = new SdkClient(pool, client).signIn('other', PASSWORD, { DEVICE_KEY });
    await expect(stolen).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('where the user is asked first', () => {
  beforeEach(() => pool.configure({ devices: 'optIn' }));

  it('a device is remembered only if the user says so', async () => {
    const { user, confirmDevice } = await firstSignIn();
    expect(confirmDevice).toBe(true);
    expect(await signIn(newUser(), username, PASSWORD)).toMatchObject({ kind: 'mfaRequired' });
    await rememberDevice(user);
    expect(await signIn(newUser(), username, PASSWORD)).toMatchObject({ kind: 'signedIn' });
  });

  it('only a confirmed device can be remembered', async () => {
    const sdk = new SdkClient(pool, client);
    const { Session } = await sdk.signIn(username, PASSWORD);
    const responses = { USERNAME: username, SMS_MFA_CODE: sentCode() };
    const { AuthenticationResult } = await sdk.respond('SMS_MFA', Session, responses);
    const command = new UpdateDeviceStatusCommand({
      AccessToken: AuthenticationResult?.AccessToken,
      DeviceKey: AuthenticationResult?.NewDeviceMetadata?.DeviceKey,
      DeviceRememberedStatus: 'remembered',
    });
    await expect(sdk.sdk.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a pool that tracks no devices', () => {
  it('names none', async () => {
    pool.configure({ devices: 'off' });
    const { session } = await firstSignIn();
    expect(session.getAccessToken().payload).not.toHaveProperty('device_key');
    expect(pool.callsOf('ConfirmDevice')).toEqual([]);
  });
});
