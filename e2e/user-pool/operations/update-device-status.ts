import { invalidParameter } from '../cognito-error';
import { requireKnownDevice } from '../device';
import { requiredMember } from '../request-members';
import { authorizeByAccessToken } from '../tokens';
import type { Operation } from './operation';

/** UpdateDeviceStatus: the user's own choice whether a confirmed device is remembered. */
export const updateDeviceStatus: Operation = (state, input) => {
  const user = authorizeByAccessToken(state, requiredMember(input, 'AccessToken'));
  const device = requireKnownDevice(user, requiredMember(input, 'DeviceKey'));
  const status = requiredMember(input, 'DeviceRememberedStatus');
  if (status !== 'remembered' && status !== 'not_remembered') {
    throw invalidParameter('Invalid device remembered status');
  }
  if (!device.credential) throw invalidParameter('Device is not confirmed.');
  device.isRemembered = status === 'remembered';
  return {};
};
