import { CognitoError } from './cognito-error';
import type { SrpCredential } from './srp-server';

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

/** Gives a device of the user, or throws what Cognito says of one that it does not know or has forgotten. */
export function requireKnownDevice(
  { devices }: { devices: ReadonlyMap<string, Device> },
  deviceKey: string,
): Device {
  const device = devices.get(deviceKey);
  if (device) return device;
  throw new CognitoError('ResourceNotFoundException', 'Device does not exist.');
}
