import { type AccountCall, readAccountCall } from '../account-codes';
import { CognitoError, notAuthorized } from '../cognito-error';
import { expiredCode } from '../confirmation-codes';
import type { PoolState } from '../pool-state';
import { requiredMember } from '../request-members';
import type { User } from '../users';
import type { Operation } from './operation';

/** ConfirmSignUp: the code that was sent at the sign-up. Its Session lets the user in by USER_AUTH without more ado. */
export const confirmSignUp: Operation = (state, input) => {
  const { client, user } = readAccountCall(state, input);
  const code = requiredMember(input, 'ConfirmationCode');
  if (!user) throw expiredCode();
  if (user.confirmed) throw notAuthorized('User cannot be confirmed. Current status is CONFIRMED');
  state.confirmationCodes.verify('signUp', user.username, code, state.nowMs());
  refuseTakenAlias(state, user);
  state.confirmationCodes.spend('signUp', user.username);
  user.confirmed = true;
  verifyAddress(user);
  return client.authFlows.includes('ALLOW_USER_AUTH')
    ? { Session: openSession(state, { client, user }) }
    : {};
};

function refuseTakenAlias(state: PoolState, { attributes }: User): void {
  if (!attributes.email || !state.users.find(attributes.email)) return;
  throw new CognitoError('AliasExistsException', 'An account with the given email already exists.');
}

function verifyAddress({ attributes }: User): void {
  if (attributes.email) attributes.email_verified = 'true';
  else if (attributes.phone_number) attributes.phone_number_verified = 'true';
}

function openSession(
  state: PoolState,
  { client, user }: { client: AccountCall['client']; user: User },
): string {
  const { session } = state.challengeSessions.open({
    challengeName: 'USER_AUTH',
    username: user.username,
    clientId: client.clientId,
    expiresAtMs: state.nowMs() + client.authSessionSeconds * 1000,
    kept: {},
  });
  return session;
}
