import { CognitoError } from './cognito-error';
import { enforcePasswordPolicy } from './password-policy';
import type { PoolState } from './pool-state';
import type { User } from './users';

/** Throws unless the pool's policy and the user's password history allow this new password. */
export function refuseUnusablePassword(state: PoolState, user: User, password: string): void {
  enforcePasswordPolicy(state.passwordPolicy, password);
  if (state.users.passwordIsRecent(user, password, state.settings.passwordHistorySize)) {
    throw new CognitoError(
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used. Choose a different one.',
    );
  }
}
