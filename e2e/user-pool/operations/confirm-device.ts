import { CognitoError, invalidParameter } from '../cognito-error';
import { requireKnownDevice } from '../device';
import { isJsonObject, type JsonObject, requiredMember } from '../request-members';
import type { SrpCredential } from '../srp-server';
import { authorizeByAccessToken } from '../tokens';
import type { Operation } from './operation';

/** ConfirmDevice: takes the verifier of the password that the device has chosen for itself. */
export const confirmDevice: Operation = (state, input) => {
  const user = authorizeByAccessToken(state, requiredMember(input, 'AccessToken'));
  const device = requireKnownDevice(user, requiredMember(input, 'DeviceKey'));
  if (device.credential) {
    throw new CognitoError('DeviceKeyExistsException', 'Device already exists');
  }
  device.credential = readVerifier(input.DeviceSecretVerifierConfig);
  device.isRemembered = state.settings.devices === 'always';
  return { UserConfirmationNecessary: state.settings.devices === 'optIn' };
};

function readVerifier(config: unknown): SrpCredential {
  if (!isJsonObject(config)) throw invalidParameter('DeviceSecretVerifierConfig is missing');
  return { salt: readInteger(config, 'Salt'), verifier: readInteger(config, 'PasswordVerifier') };
}

function readInteger(config: JsonObject, member: string): bigint {
  const hex = Buffer.from(requiredMember(config, member), 'base64').toString('hex');
  if (!hex) throw invalidParameter(`Invalid ${member}`);
  return BigInt(`0x${hex}`);
}
