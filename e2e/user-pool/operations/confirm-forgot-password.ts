import { readAccountCall } from '../account-codes';
import { notAuthorized } from '../cognito-error';
import { expiredCode } from '../confirmation-codes';
import { requiredMember } from '../request-members';
import { refuseUnusablePassword } from '../usable-password';
import type { Operation } from './operation';

/** ConfirmForgotPassword: the code that ForgotPassword has sent, and the new password. */
export const confirmForgotPassword: Operation = (state, input) => {
  const { user } = readAccountCall(state, input);
  const code = requiredMember(input, 'ConfirmationCode');
  const password = requiredMember(input, 'Password');
  if (!user) throw expiredCode();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  state.confirmationCodes.verify('passwordReset', user.username, code, state.nowMs());
  // A password that the policy refuses leaves the code in force: the user can choose another.
  refuseUnusablePassword(state, user, password);
  state.users.setPassword(user, password);
  state.confirmationCodes.spend('passwordReset', user.username);
  state.lockOut.recordSuccess(user.username);
  return {};
};
