import type { AuthErrorCode } from '../../core/auth-error';
import type { FieldProblem } from '../../core/profile/form-problem';

/** A field of the sign-in form. */
export type FormField = FieldProblem['field'];

// A failure stands beside the field that has to change. All others stand below the form.
const FIELD_OF_ERROR: Partial<Record<AuthErrorCode, FormField>> = {
  poolNotFound: 'userPoolId',
  clientNotFound: 'clientId',
  userNotFound: 'username',
  signInRefused: 'username',
  userDisabled: 'username',
  userNotConfirmed: 'username',
  wrongPassword: 'password',
  lockedOut: 'password',
  passwordResetRequired: 'password',
  temporaryPasswordExpired: 'password',
  refreshTokenRevoked: 'refreshToken',
  refreshTokenReused: 'refreshToken',
  notAuthorized: 'refreshToken',
  tokenExpired: 'jwt',
  tokenUseMismatch: 'jwt',
  // The pool refuses the code that was made from it.
  codeMismatch: 'totpSecret',
  clientSecretMissing: 'clientSecret',
  clientSecretWrong: 'clientSecret',
  clientSecretUnexpected: 'clientSecret',
  passwordFlowNotEnabled: 'signInMethod',
  srpFlowNotEnabled: 'signInMethod',
  choiceFlowNotEnabled: 'signInMethod',
  customFlowNotEnabled: 'signInMethod',
  customChallengeMissing: 'signInMethod',
  refreshFlowNotEnabled: 'signInMethod',
  grantNotAllowed: 'signInMethod',
  featureUnavailableInTier: 'signInMethod',
  webAuthnNotEnabled: 'preferredChallenge',
  webAuthnNotConfigured: 'preferredChallenge',
  passkeyNotAllowedHere: 'preferredChallenge',
  hostedUiMissing: 'hostedUiDomain',
  hostedUiUnopened: 'hostedUiDomain',
  scopeRefused: 'oauthScopes',
  idTokenMissing: 'oauthScopes',
  accessTokenMissing: 'tokenUse',
  passphraseWrong: 'newPassphrase',
  passphraseTooSoon: 'newPassphrase',
  passphraseMissing: 'newPassphrase',
};

/** The field beside which a failure belongs, or null if it is not about one. */
export function fieldOfError(code: AuthErrorCode): FormField | null {
  return FIELD_OF_ERROR[code] ?? null;
}
