import { accountDelivery, inventedDeliveryDetails, readAccountCall, sendAccountCode } from '../account-codes';
import { invalidParameter } from '../cognito-error';
import type { Operation } from './operation';

/** ResendConfirmationCode: sends another code for a sign-up that waits for one. */
export const resendConfirmationCode: Operation = (state, input) => {
  const { user, username } = readAccountCall(state, input);
  state.confirmationCodes.countAsking('signUp', user?.username ?? username, state.nowMs());
  if (!user) return inventedDeliveryDetails(username);
  if (user.confirmed) throw invalidParameter('User is already confirmed.');
  const delivery = accountDelivery(user);
  if (!delivery) throw invalidParameter('Auto verification not turned on.');
  return sendAccountCode(state, user, 'signUp', delivery);
};
