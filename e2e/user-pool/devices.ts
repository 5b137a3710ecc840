import { randomBytes, randomUUID } from 'node:crypto';
import type { Device } from './device';
import type { PoolState } from './pool-state';
import type { User } from './users';

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
