import { requiredMember } from '../request-members';
import { authorizeByAccessToken } from '../tokens';
import type { Mfa } from '../users';
import type { Operation } from './operation';

/** GetUser: the attributes of the user whom the access token names. */
export const getUser: Operation = (state, input) => {
  const user = authorizeByAccessToken(state, requiredMember(input, 'AccessToken'));
  const attributes = Object.entries({ sub: user.sub, ...user.attributes });
  return {
    Username: user.username,
    UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
    ...(user.mfa && mfaSettings(user.mfa)),
  };
};

function mfaSettings(mfa: Mfa) {
  const name = 'sms' in mfa ? 'SMS_MFA' : 'SOFTWARE_TOKEN_MFA';
  return { PreferredMfaSetting: name, UserMFASettingList: [name] };
}
