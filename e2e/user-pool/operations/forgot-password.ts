import { accountDelivery, inventedDeliveryDetails, readAccountCall, sendAccountCode } from '../account-codes';
import { invalidParameter, notAuthorized } from '../cognito-error';
import type { Operation } from './operation';

/** ForgotPassword: sends a code with which ConfirmForgotPassword sets another password. */
export const forgotPassword: Operation = (state, input) => {
  const { user, username } = readAccountCall(state, input);
  state.confirmationCodes.countAsking('passwordReset', user?.username ?? username, state.nowMs());
  if (!user) return inventedDeliveryDetails(username);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.passwordIsTemporary) throw notAuthorized('User password cannot be reset in the current state.');
  const delivery = user.confirmed && accountDelivery(user);
  if (!delivery) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return sendAccountCode(state, user, 'passwordReset', delivery);
};
