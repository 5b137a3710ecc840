import { randomBytes, randomUUID } from 'node:crypto';
import { CognitoError } from './cognito-error';
import type { PoolState } from './pool-state';
import type { SrpCredential } from './srp-server';
import type { User } from './users';

/** A browser or an app that the pool tracks ("Working with user devices", Cognito developer guide). */
export interface Device {
  readonly deviceKey: string;
  /** Stands in the place of the pool's name when the device proves itself by SRP. */
  readonly groupKey: string;
  /** Set by ConfirmDevice: the device chooses its own password, and the pool gets only the verifier. */
  credential: SrpCredential | undefined;
  /** Only a remembered device may take the place of a second factor. */
  isRemembered: boolean;
}

/** A device that the pool has named and that has not been confirmed; undefined where devices are not tracked. */
export function nameNewDevice(state: PoolState, user: User): Device | undefined {
  if (state.settings.devices === 'off') return undefined;
  const region = state.userPoolId.slice(0, state.userPoolId.indexOf('_'));
  const device: Device = {
    deviceKey: `${region}_${randomUUID()}`,
    groupKey: `-${randomBytes(5).toString('base64url')}`,
    credential: undefined,
    isRemembered: false,
  };
  user.devices.set(device.deviceKey, device);
  return device;
}

/** Gives a device of the user, or throws what Cognito says of one that it does not know or has forgotten. */
export function requireKnownDevice(user: User, deviceKey: string): Device {
  const device = user.devices.get(deviceKey);
  if (device) return device;
  throw new CognitoError('ResourceNotFoundException', 'Device does not exist.');
}
