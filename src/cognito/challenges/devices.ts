import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import type { Challenge } from '../../core/session/challenge';
import type { RememberedDevice } from '../../core/session/credentials';
import { toBase64, toBigInt, toSignedBytes } from '../bytes';
import { type SrpCrypto, srpHex, srpVerifier } from '../srp/srp';
import { exchangeSrp } from '../srp/srp-exchange';
import type { AuthAnswer, AuthApi } from '../user-pools-api/auth-api';

const DEVICE_NAME = 'Tokenbearer';
const PASSWORD_BYTES = 32;
const SALT_BYTES = 16;

/** The device that came with tokens, by a password that it has just drawn; null if the pool has named none. */
export function newDevice(
  crypto: SrpCrypto,
  authenticationResult: unknown,
  username: string,
): RememberedDevice | null {
  const named = isRecord(authenticationResult) && authenticationResult.NewDeviceMetadata;
  if (!isRecord(named)) return null;
  const { DeviceKey: key, DeviceGroupKey: groupKey } = named;
  if (typeof key !== 'string' || typeof groupKey !== 'string') return null;
  const password = toBase64(crypto.getRandomValues(new Uint8Array(PASSWORD_BYTES)));
  return { key, groupKey, password, username };
}

/**
 * What the pool is to keep of the device's password. Source: Cognito API, DeviceSecretVerifierConfigType; the hash as
 * amazon-cognito-identity-js computes it (AuthenticationHelper.generateHashDevice).
 * @param salt not negative
 */
export async function deviceVerifierConfig(
  crypto: SrpCrypto,
  { key, groupKey, password }: RememberedDevice,
  salt: bigint,
): Promise<{ readonly Salt: string; readonly PasswordVerifier: string }> {
  const input = { poolName: groupKey, userId: key, password, salt: srpHex(salt) };
  const verifier = await srpVerifier(crypto, input);
  return { Salt: toBase64(toSignedBytes(salt)), PasswordVerifier: toBase64(toSignedBytes(verifier)) };
}

/**
 * Tells the pool about a new device. A sign-in that has tokens already must not fail over it.
 * Source: Cognito API, ConfirmDevice and UpdateDeviceStatus.
 * @param remember what to say where the pool leaves it to the user
 * @returns the device if the pool knows it from now on, else null
 */
export async function confirmDevice(
  { call }: AuthApi,
  crypto: SrpCrypto,
  device: RememberedDevice,
  accessToken: string,
  remember: boolean,
): Promise<RememberedDevice | null> {
  const salt = toBigInt(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  const named = { AccessToken: accessToken, DeviceKey: device.key };
  const config = await deviceVerifierConfig(crypto, device, salt);
  const confirm = { ...named, DeviceName: DEVICE_NAME, DeviceSecretVerifierConfig: config };
  const answer = await call('ConfirmDevice', confirm).catch(() => null);
  if (!answer) return null;
  if (remember && answer.body.UserConfirmationNecessary === true) {
    await call('UpdateDeviceStatus', { ...named, DeviceRememberedStatus: 'remembered' }).catch(() => null);
  }
  return device;
}

/**
 * Proves the device's own password, in place of the user's second factor.
 * Source: Cognito API, RespondToAuthChallenge, DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER.
 * @throws AuthError `deviceForgotten` if the pool does not take the proof: another try would not be taken either
 */
export async function proveDevice(
  api: AuthApi,
  crypto: SrpCrypto,
  { key, groupKey, password }: RememberedDevice,
  challenge: Challenge,
): Promise<AuthAnswer> {
  const claim = { groupName: groupKey, userId: key, password, verifier: 'DEVICE_PASSWORD_VERIFIER' } as const;
  try {
    return await exchangeSrp(api, crypto, claim, (SRP_A) => api.respond(challenge, { SRP_A }));
  } catch (error) {
    const isRefused =
      error instanceof AuthError && (error.code === 'wrongPassword' || error.code === 'notAuthorized');
    throw isRefused ? new AuthError('deviceForgotten', error.detail, error) : error;
  }
}
