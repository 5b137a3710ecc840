import { requiredMember } from '../request-members';
import { secondFactorNames } from '../second-factors';
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
    ...mfaSettings(user.mfa),
  };
};

// With several second factors none is preferred here, so that the pool asks which.
function mfaSettings(mfa: Mfa | undefined) {
  const names = secondFactorNames(mfa);
  if (names.length === 0) return {};
  return { UserMFASettingList: names, ...(names.length === 1 && { PreferredMfaSetting: names[0] }) };
}
