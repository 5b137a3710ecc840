import { AuthError, kindOf } from '../../core/auth-error';
import { toBase64 } from '../../core/base64';
import { isRecord } from '../../core/guards';
import type { RememberedDevice } from '../../core/session/credentials';
import { toBigInt, toSignedBytes } from '../bytes';
import type { SignInContext } from '../sign-in-context';
import { type SrpCrypto, srpHex, srpVerifier } from '../srp/srp';
import { exchangeSrp } from '../srp/srp-exchange';
import type { ChallengeHandler } from './challenge-handler';

const DEVICE_NAME = 'Tokenbearer';
const PASSWORD_BYTES = 32;
const SALT_BYTES = 16;

/**
 * The device's own password is proved, in place of the user's second factor.
 * Source: Cognito API, RespondToAuthChallenge, DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER.
 */
export const deviceSrp: ChallengeHandler = {
  answerAutomatically: async (context, challenge) => {
    const { device } = context.secrets;
    if (device === null) return null;
    const claim = {
      ...{ poolName: device.groupKey, userId: device.key, password: device.password },
      verifier: 'DEVICE_PASSWORD_VERIFIER',
    } as const;
    const begin = (SRP_A: string) => context.api.respond(challenge, { SRP_A });
    return exchangeSrp(context, claim, begin).catch(throwForgotten);
  },
};

/** The device that came with tokens, with a new random password; null if the pool has named none. */
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
  return { key, groupKey, password, username, isConfirmed: false };
}

/**
 * What the pool keeps of the device's password. Source: Cognito API, DeviceSecretVerifierConfigType; the hash as
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

/** The key by which the pool knows a device; null for none that it has heard of. */
export function confirmedKey(device: RememberedDevice | null): string | null {
  return device?.isConfirmed ? device.key : null;
}

/** Whether the pool takes a device for none of its own. */
export function isForgotten(error: unknown): boolean {
  return error instanceof AuthError && error.code === 'deviceForgotten';
}

/**
 * Tells the pool about a new device. A sign-in that has tokens already must not fail because of it.
 * @returns the device as it was where that has to be tried again, null where the pool refuses it
 */
export async function tryToConfirm(
  context: SignInContext,
  device: RememberedDevice,
  accessToken: string,
): Promise<RememberedDevice | null> {
  return confirmDevice(context, device, accessToken).catch(() => device);
}

/**
 * Tells the pool about a new device. Until then it refuses the device's refresh token.
 * Source: Cognito API, ConfirmDevice and UpdateDeviceStatus; developer guide, "Working with user devices".
 * @returns null if the pool refuses it
 * @throws AuthError for what may pass by itself
 */
export async function confirmDevice(
  { api, platform: { crypto }, profile: { rememberDevice } }: SignInContext,
  device: RememberedDevice,
  accessToken: string,
): Promise<RememberedDevice | null> {
  const salt = toBigInt(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  const named = { AccessToken: accessToken, DeviceKey: device.key };
  const config = await deviceVerifierConfig(crypto, device, salt);
  const confirm = { ...named, DeviceName: DEVICE_NAME, DeviceSecretVerifierConfig: config };
  const answer = await api.call('ConfirmDevice', confirm).catch(withoutAnswer);
  if (answer === 'refused') return null;
  // Where an earlier answer was lost, this one does not say whether the user is asked: then it does no harm to say it.
  const isAsked = answer === 'known' || answer.body.UserConfirmationNecessary === true;
  if (rememberDevice && isAsked) {
    const status = { ...named, DeviceRememberedStatus: 'remembered' };
    await api.call('UpdateDeviceStatus', status).catch(() => null);
  }
  return { ...device, isConfirmed: true };
}

function withoutAnswer(error: unknown): 'known' | 'refused' {
  if (!(error instanceof AuthError)) throw error;
  if (error.code === 'deviceKnown') return 'known';
  const kind = kindOf(error.code);
  // A firewall may let the next call pass.
  const isRefused = kind === 'terminal' || (kind === 'configuration' && error.code !== 'forbiddenByFirewall');
  if (!isRefused) throw error;
  return 'refused';
}

// Another try would not be accepted either.
function throwForgotten(error: unknown): never {
  const isRefused =
    error instanceof AuthError && (error.code === 'wrongPassword' || error.code === 'notAuthorized');
  throw isRefused ? new AuthError('deviceForgotten', error.detail, error) : error;
}
