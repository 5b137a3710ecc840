import type { Refusal } from './levers';

/** An exception that a client has to expect. */
interface ExpectableException extends Required<Refusal> {
  /** What the exception follows from without `refuseNext`; absent where the pool knows no such thing. */
  readonly followsFrom?: string;
}

/**
 * Every exception of the operations that an app calls without AWS credentials: the "Errors" sections of their pages in
 * the Cognito API reference, for the WebAuthn family the service model. Each row can be handed to `refuseNext` as it is.
 * A name that several operations share stands with the first of them. What a real pool says where nothing is known of its
 * wording is made up from the description of the exception.
 */
export const EXPECTABLE_EXCEPTIONS: readonly ExpectableException[] = [
  // InitiateAuth throws:
  {
    name: 'FeatureUnavailableInTierException',
    operation: 'InitiateAuth',
    message: 'Feature is not available in the current feature plan of the user pool.',
  },
  { name: 'ForbiddenException', operation: 'InitiateAuth', message: 'Request not allowed due to WAF block.' },
  {
    name: 'InternalErrorException',
    operation: 'InitiateAuth',
    message: 'Internal error',
    followsFrom: 'failNext serverError',
  },
  {
    name: 'InvalidEmailRoleAccessPolicyException',
    operation: 'InitiateAuth',
    message: 'Email address is not verified.',
  },
  {
    name: 'InvalidLambdaResponseException',
    operation: 'InitiateAuth',
    message: 'Unrecognizable lambda output',
  },
  {
    name: 'InvalidParameterException',
    operation: 'InitiateAuth',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    followsFrom: 'a flow that the app client does not allow',
  },
  {
    name: 'InvalidSmsRoleAccessPolicyException',
    operation: 'InitiateAuth',
    message: 'User is not authorized to perform: SNS:Publish',
  },
  {
    name: 'InvalidSmsRoleTrustRelationshipException',
    operation: 'InitiateAuth',
    message: 'Role does not have a trust relationship allowing Cognito to assume the role',
  },
  {
    name: 'InvalidUserPoolConfigurationException',
    operation: 'InitiateAuth',
    message: 'The user pool configuration is not valid for this request.',
  },
  {
    name: 'NotAuthorizedException',
    operation: 'InitiateAuth',
    message: 'Incorrect username or password.',
    followsFrom: 'a wrong password',
  },
  {
    name: 'OperationNotEnabledException',
    operation: 'InitiateAuth',
    message: 'The operation is not enabled in this region.',
  },
  {
    name: 'PasswordResetRequiredException',
    operation: 'InitiateAuth',
    message: 'Password reset required for the user',
    followsFrom: 'a user with mustResetPassword',
  },
  {
    name: 'ResourceNotFoundException',
    operation: 'InitiateAuth',
    message: 'User pool client 1example23456789 does not exist.',
    followsFrom: 'an unknown app client or device',
  },
  {
    name: 'TooManyRequestsException',
    operation: 'InitiateAuth',
    message: 'Rate exceeded',
    followsFrom: 'failNext throttle',
  },
  {
    name: 'UnexpectedLambdaException',
    operation: 'InitiateAuth',
    message: 'PreAuthentication invocation failed due to error Task timed out.',
  },
  {
    name: 'UserLambdaValidationException',
    operation: 'InitiateAuth',
    message: 'PreAuthentication failed with error Only from the office.',
  },
  {
    name: 'UserNotConfirmedException',
    operation: 'InitiateAuth',
    message: 'User is not confirmed.',
    followsFrom: 'a user who is not confirmed',
  },
  {
    name: 'UserNotFoundException',
    operation: 'InitiateAuth',
    message: 'User does not exist.',
    followsFrom: 'an unknown user of an app client that does not hide it',
  },
  // RespondToAuthChallenge adds:
  {
    name: 'CodeMismatchException',
    operation: 'RespondToAuthChallenge',
    message: 'Invalid code or auth state for the user.',
    followsFrom: 'a wrong code',
  },
  {
    name: 'ExpiredCodeException',
    operation: 'RespondToAuthChallenge',
    message: 'Your software token has already been used once.',
    followsFrom: 'a code that was used or is too old',
  },
  {
    name: 'InvalidPasswordException',
    operation: 'RespondToAuthChallenge',
    message: 'Password does not conform to policy: Password not long enough',
    followsFrom: 'a new password against the policy',
  },
  {
    name: 'MFAMethodNotFoundException',
    operation: 'RespondToAuthChallenge',
    message: 'No MFA method was found for the user.',
  },
  {
    name: 'PasswordHistoryPolicyViolationException',
    operation: 'RespondToAuthChallenge',
    message: 'Password has previously been used. Choose a different one.',
    followsFrom: 'passwordHistorySize, and a former password',
  },
  // The operations on accounts add:
  {
    name: 'AliasExistsException',
    operation: 'ConfirmSignUp',
    message: 'An account with the given email already exists.',
    followsFrom: 'a confirmed user with the same e-mail address',
  },
  {
    name: 'TooManyFailedAttemptsException',
    operation: 'ConfirmSignUp',
    message: 'Too many failed attempts, please try later.',
    followsFrom: 'five wrong codes',
  },
  { name: 'CodeDeliveryFailureException', operation: 'ForgotPassword', message: 'Unable to deliver message' },
  {
    name: 'LimitExceededException',
    operation: 'ForgotPassword',
    message: 'Attempt limit exceeded, please try after some time.',
    followsFrom: 'five codes asked for within an hour',
  },
  // The set-up of an authenticator app adds:
  {
    name: 'ConcurrentModificationException',
    operation: 'AssociateSoftwareToken',
    message: 'Two processes are modifying the user at once.',
  },
  {
    name: 'SoftwareTokenMFANotFoundException',
    operation: 'AssociateSoftwareToken',
    message: 'Software Token MFA has not been enabled by the userPool',
    followsFrom: 'a mfaToSetUp without SOFTWARE_TOKEN_MFA',
  },
  {
    name: 'EnableSoftwareTokenMFAException',
    operation: 'VerifySoftwareToken',
    message: 'Code mismatch',
    followsFrom: 'a wrong code',
  },
  // Passkeys add:
  {
    name: 'WebAuthnChallengeNotFoundException',
    operation: 'RespondToAuthChallenge',
    message: 'The challenge was not found or has expired.',
    followsFrom: 'an assertion of another challenge',
  },
  {
    name: 'WebAuthnClientMismatchException',
    operation: 'RespondToAuthChallenge',
    message: 'The app client is not the one that the challenge was given to.',
  },
  {
    name: 'WebAuthnConfigurationMissingException',
    operation: 'InitiateAuth',
    message: 'The user pool has no relying party configured for passkeys.',
    followsFrom: 'no relyingParty',
  },
  {
    name: 'WebAuthnCredentialNotSupportedException',
    operation: 'RespondToAuthChallenge',
    message: 'The credential type is not supported.',
    followsFrom: 'a credential that is no public key',
  },
  {
    name: 'WebAuthnNotEnabledException',
    operation: 'InitiateAuth',
    message: 'Passkeys are not enabled for the user pool.',
  },
  {
    name: 'WebAuthnOriginNotAllowedException',
    operation: 'RespondToAuthChallenge',
    message: 'The origin is not allowed for the relying party.',
    followsFrom: 'an assertion made on another origin',
  },
  {
    name: 'WebAuthnRelyingPartyMismatchException',
    operation: 'RespondToAuthChallenge',
    message: 'The relying party of the credential is not that of the user pool.',
    followsFrom: 'an assertion for another relying party',
  },
  // Refresh and revocation add:
  {
    name: 'RefreshTokenReuseException',
    operation: 'GetTokensFromRefreshToken',
    message: 'Refresh token has been reused',
    followsFrom: 'rotation, and a replaced token after its grace',
  },
  {
    name: 'UnauthorizedException',
    operation: 'RevokeToken',
    message: 'The token was issued to another app client',
    followsFrom: 'the token of another app client',
  },
  {
    name: 'UnsupportedOperationException',
    operation: 'RevokeToken',
    message: 'Token revocation is not enabled for this client',
    followsFrom: 'enableTokenRevocation: false',
  },
  {
    name: 'UnsupportedTokenTypeException',
    operation: 'RevokeToken',
    message: 'Only refresh tokens can be revoked',
    followsFrom: 'an access token',
  },
];
