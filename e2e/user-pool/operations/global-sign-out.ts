import { requiredMember } from '../request-members';
import { authorizeByAccessToken } from '../tokens';
import type { Operation } from './operation';

/** GlobalSignOut: revokes every refresh and access token of the user, of all app clients. */
export const globalSignOut: Operation = (state, input) => {
  const user = authorizeByAccessToken(state, requiredMember(input, 'AccessToken'));
  state.tokenFamilies.revokeAllOf(user.username);
  return {};
};
