import { webcrypto } from 'node:crypto';
// The oracle: the library that AWS shipped for this protocol.
import OracleHelper from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import type { User } from '../../../e2e/user-pool/users';
import type { RememberedDevice } from '../../core/session/credentials';
import { aTokenSource, challengeOf, codeOf, keepNothing, tokensOf } from '../../testing/token-source-rig';
import type { AuthStep } from '../auth-step';
import type { TokenSource } from '../token-source';
import { deviceVerifierConfig } from './devices';

const PASSWORD = 'Corr3ct-horse!';
const crypto = webcrypto as unknown as Crypto;
const signingKeys = await generateSigningKeys();
let pool: UserPool;
let alice: User;

beforeEach(async () => {
  devicesKept = [];
  pool = await startUserPool({ signingKeys, settings: { devices: 'always' } });
  const mfa = { sms: '+4915112345678' };
  alice = pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com', mfa });
});

afterEach(() => pool.close());

const answerSms = async (source: TokenSource): Promise<AuthStep> => {
  const challenge = challengeOf(await source.signIn(PASSWORD));
  expect(challenge.name).toBe('SMS_MFA');
  return source.answerChallenge(challenge, { code: pool.outbox.at(-1)?.code ?? '' });
};

function deviceOf(step: AuthStep): RememberedDevice {
  if (step.kind !== 'tokens' || !step.device) throw new Error('the step has led to no device');
  return step.device;
}

/** One app client, as a user with this device sees it. */
function fromDevice(device: RememberedDevice | null, profile = {}): TokenSource {
  const { clientId } = oneClient;
  return aTokenSource(pool, {
    ...{ secrets: { device }, client: oneClient, profile: { clientId, ...profile } },
    keeping: { keepDevice: async (...became) => void devicesKept.push(became) },
  });
}

/** What became of devices, each with the key that it had. */
let devicesKept: [key: string, device: RememberedDevice | null][];

const oneClient = { clientId: '1h57kf5cpq17m0eml12EXAMPLE' };

const sentChallenges = () => pool.callsOf('RespondToAuthChallenge').map(({ challengeName }) => challengeName);

describe('the verifier of a device', () => {
  test('is that of amazon-cognito-identity-js for the same password and salt', async () => {
    for (let index = 0; index < 20; index++) {
      const device = {
        key: `eu-central-1_${index}`,
        groupKey: `-g${index}`,
        username: 'alice',
        isConfirmed: false,
      };
      const helper = new OracleHelper('Pool');
      await new Promise<void>((resolve, reject) => {
        const done = (error: unknown) => (error ? reject(error) : resolve());
        helper.generateHashDevice(device.groupKey, device.key, done);
      });
      const password = helper.getRandomPassword();
      const salt = BigInt(`0x${helper.getSaltDevices()}`);
      expect(await deviceVerifierConfig(crypto, { ...device, password }, salt)).toEqual({
        Salt: Buffer.from(helper.getSaltDevices(), 'hex').toString('base64'),
        PasswordVerifier: Buffer.from(helper.getVerifierDevices(), 'hex').toString('base64'),
      });
    }
  }, 60_000);
});

describe('a device that the pool remembers', () => {
  test.each(['alice', 'alice@example.com'])(
    'takes the place of the second factor of %s',
    async (username) => {
      const device = deviceOf(await answerSms(fromDevice(null, { username })));
      expect(device.username).toBe('alice');
      pool.clearCalls();
      const step = await fromDevice(device, { username }).signIn(PASSWORD);
      expect(step).toMatchObject({ kind: 'tokens', device: null });
      expect(sentChallenges()).toEqual(['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']);
      expect(pool.callsOf('ConfirmDevice')).toEqual([]);
    },
  );

  test('is named at a refresh, without which the pool refuses', async () => {
    const step = await answerSms(fromDevice(null));
    const renewed = await fromDevice(deviceOf(step)).renew(tokensOf(step), keepNothing);
    expect(renewed.id?.jwt).not.toBe(tokensOf(step).id?.jwt);
    expect(await codeOf(fromDevice(null).renew(tokensOf(step), keepNothing))).toBe('refreshTokenRevoked');
  });

  test('has another password each time', async () => {
    const devices = [
      deviceOf(await answerSms(fromDevice(null))),
      deviceOf(await answerSms(fromDevice(null))),
    ];
    expect(new Set(devices.map(({ password }) => password)).size).toBe(2);
  });

  test('and then has forgotten is left out, and another one named', async () => {
    const device = deviceOf(await answerSms(fromDevice(null)));
    const next = deviceOf(await answerSms(fromDevice({ ...device, key: 'eu-central-1_forgotten' })));
    pool.clearCalls();
    expect((await fromDevice(next).signIn(PASSWORD)).kind).toBe('tokens');
    expect(sentChallenges()).toContain('DEVICE_PASSWORD_VERIFIER');
  });

  test('and whose proof it refuses is left out: the user is asked for the second factor', async () => {
    const device = deviceOf(await answerSms(fromDevice(null)));
    pool.clearCalls();
    const step = await answerSms(fromDevice({ ...device, password: 'another' }));
    expect(tokensOf(step).username).toBe('alice');
    expect(sentChallenges()).toContain('DEVICE_PASSWORD_VERIFIER');
  });

  test('that is of somebody else is of no use', async () => {
    const device = deviceOf(await answerSms(fromDevice(null)));
    pool.addUser({ username: 'bob', password: PASSWORD });
    const step = await fromDevice(device, { username: 'bob' }).signIn(PASSWORD);
    expect(deviceOf(step).key).not.toBe(device.key);
  });
});

describe('a pool that leaves it to the user', () => {
  beforeEach(() => pool.configure({ devices: 'optIn' }));

  test.each([
    [true, 'tokens', 1],
    [false, 'challenge', 0],
  ])('where the profile says %s', async (rememberDevice, kind, updates) => {
    const device = deviceOf(await answerSms(fromDevice(null, { rememberDevice })));
    expect(pool.callsOf('UpdateDeviceStatus')).toHaveLength(updates);
    expect((await fromDevice(device, { rememberDevice }).signIn(PASSWORD)).kind).toBe(kind);
  });

  test('and then fails to remember it knows the device all the same', async () => {
    pool.refuseNext({ name: 'InternalErrorException', message: '', operation: 'UpdateDeviceStatus' });
    const step = await answerSms(fromDevice(null, { rememberDevice: true }));
    expect((await fromDevice(deviceOf(step)).renew(tokensOf(step), keepNothing)).username).toBe('alice');
  });
});

describe('C: a device of which the pool has not heard', () => {
  const lost = { name: 'InternalErrorException', message: '', operation: 'ConfirmDevice' } as const;
  const forgotten = {
    ...lost,
    name: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  } as const;

  /** Signs in with the one call lost that tells the pool of the device. */
  async function signInUnheard() {
    pool.refuseNext(lost);
    const step = await answerSms(fromDevice(null));
    pool.clearCalls();
    return { tokens: tokensOf(step), device: deviceOf(step) };
  }

  test('is confirmed before the first refresh, which the pool refuses without', async () => {
    const { tokens, device } = await signInUnheard();
    expect(device.isConfirmed).toBe(false);
    expect(await codeOf(fromDevice(null).renew(tokens, keepNothing))).toBe('refreshTokenRevoked');
    pool.clearCalls();
    expect((await fromDevice(device).renew(tokens, keepNothing)).username).toBe('alice');
    expect(devicesKept).toEqual([[device.key, { ...device, isConfirmed: true }]]);
    expect(pool.calls.map(({ operation }) => operation)).toEqual([
      'ConfirmDevice',
      'GetTokensFromRefreshToken',
    ]);
  });

  test('but has, because only the answer was lost, is as good', async () => {
    const { tokens, device } = await signInUnheard();
    await fromDevice(device).renew(tokens, keepNothing);
    expect((await fromDevice(device).renew(tokens, keepNothing)).username).toBe('alice');
    expect(pool.callsOf('ConfirmDevice').map(({ status }) => status)).toEqual([200, 400]);
    expect(devicesKept.at(-1)).toEqual([device.key, { ...device, isConfirmed: true }]);
    const step = await fromDevice({ ...device, isConfirmed: true }).signIn(PASSWORD);
    expect(step.kind).toBe('tokens');
  });

  test.each([
    ['InternalErrorException', 'serviceFailed'],
    ['ForbiddenException', 'forbiddenByFirewall'],
    ['TooManyRequestsException', 'tooManyRequests'],
  ] as const)('may be told of later, after %s: the refresh waits', async (name, code) => {
    const { tokens, device } = await signInUnheard();
    pool.refuseNext({ ...lost, name });
    expect(await codeOf(fromDevice(device).renew(tokens, keepNothing))).toBe(code);
    expect(pool.callsOf('GetTokensFromRefreshToken')).toEqual([]);
    expect(devicesKept).toEqual([]);
    expect((await fromDevice(device).renew(tokens, keepNothing)).username).toBe('alice');
  });

  test('is not named at a sign-in', async () => {
    const { device } = await signInUnheard();
    expect(deviceOf(await answerSms(fromDevice(device))).key).not.toBe(device.key);
    expect(pool.calls.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test.each([
    forgotten,
    { ...lost, name: 'InvalidParameterException', message: 'Invalid device.' },
    { ...lost, name: 'NotAuthorizedException', message: 'Access Token has expired' },
  ] as const)('and of which it does not want to hear is forgotten: $message', async (refusal) => {
    pool.refuseNext(refusal);
    expect(await answerSms(fromDevice(null))).toMatchObject({ kind: 'tokens', device: null });
    const { tokens, device } = await signInUnheard();
    pool.refuseNext(refusal);
    await codeOf(fromDevice(device).renew(tokens, keepNothing));
    expect(devicesKept).toEqual([[device.key, null]]);
    expect(pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
  });
});

describe('C: a device that the pool has forgotten', () => {
  test('is forgotten at the sign-in that finds it out', async () => {
    const device = deviceOf(await answerSms(fromDevice(null)));
    alice.devices.clear();
    challengeOf(await fromDevice(device).signIn(PASSWORD));
    expect(devicesKept).toEqual([[device.key, null]]);
  });

  test('spoils no refresh', async () => {
    const device = deviceOf(await answerSms(fromDevice(null)));
    pool.configure({ devices: 'off' });
    const tokens = tokensOf(await answerSms(fromDevice(null)));
    const old = { ...device, key: 'eu-central-1_forgotten' };
    expect((await fromDevice(old).renew(tokens, keepNothing)).username).toBe('alice');
    expect(devicesKept).toEqual([[old.key, null]]);
  });
});

test('a pool that tracks no devices gets none', async () => {
  pool.configure({ devices: 'off' });
  expect(await answerSms(fromDevice(null))).toMatchObject({ kind: 'tokens', device: null });
  expect(pool.callsOf('ConfirmDevice')).toEqual([]);
});
