import type { AuthErrorCode } from '../core/auth-error';
import type { FieldProblem } from '../core/form-problem';

/** A field of the sign-in form. */
export type FormField = FieldProblem['field'];

// A failure stands beside the field that has to change. All others stand below the form.
const FIELD_OF_ERROR: Partial<Record<AuthErrorCode, FormField>> = {
  poolNotFound: 'userPoolId',
  clientNotFound: 'clientId',
  userNotFound: 'username',
  userDisabled: 'username',
  userNotConfirmed: 'username',
  wrongPassword: 'password',
  lockedOut: 'password',
  passwordResetRequired: 'password',
  temporaryPasswordExpired: 'password',
  clientSecretMissing: 'clientSecret',
  clientSecretWrong: 'clientSecret',
  clientSecretUnexpected: 'clientSecret',
  passwordFlowNotEnabled: 'signInMethod',
  srpFlowNotEnabled: 'signInMethod',
};

/** The field beside which a failure belongs, or null if it is not about one. */
export function fieldOfError(code: AuthErrorCode): FormField | null {
  return FIELD_OF_ERROR[code] ?? null;
}
