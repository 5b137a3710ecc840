import { requireKnownDevice } from '../device';
import { requiredMember } from '../request-members';
import { authorizeByAccessToken } from '../tokens';
import type { Operation } from './operation';

/** ForgetDevice: from then on the device is as unknown as any other. */
export const forgetDevice: Operation = (state, input) => {
  const user = authorizeByAccessToken(state, requiredMember(input, 'AccessToken'));
  const { deviceKey } = requireKnownDevice(user, requiredMember(input, 'DeviceKey'));
  user.devices.delete(deviceKey);
  return {};
};
