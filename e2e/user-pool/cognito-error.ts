/** The exceptions this pool throws. "Common Errors" and the "Errors" section of each page of the Cognito API reference. */
export type CognitoErrorName =
  | 'AliasExistsException'
  | 'CodeDeliveryFailureException'
  | 'CodeMismatchException'
  | 'ConcurrentModificationException'
  | 'DeviceKeyExistsException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredCodeException'
  | 'FeatureUnavailableInTierException'
  | 'ForbiddenException'
  | 'InternalErrorException'
  | 'InvalidEmailRoleAccessPolicyException'
  | 'InvalidLambdaResponseException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'InvalidSmsRoleAccessPolicyException'
  | 'InvalidSmsRoleTrustRelationshipException'
  | 'InvalidUserPoolConfigurationException'
  | 'LimitExceededException'
  | 'MFAMethodNotFoundException'
  | 'NotAuthorizedException'
  | 'OperationNotEnabledException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  | 'RefreshTokenReuseException'
  | 'RequestEntityTooLargeException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'SoftwareTokenMFANotFoundException'
  | 'TooManyFailedAttemptsException'
  | 'TooManyRequestsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnknownOperationException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException';

// The service model carries other codes (403, 404, 429), but over JSON 1.1 the API reference documents 400 for
// every client fault except these.
const STATUS_OTHER_THAN_400: Partial<Record<CognitoErrorName, number>> = {
  InternalErrorException: 500,
  RequestEntityTooLargeException: 413,
  UnauthorizedException: 401,
};

/** An error that the caller of the API sees: `name` becomes `__type`, `message` is Cognito's own wording. */
export class CognitoError extends Error {
  override readonly name: CognitoErrorName;
  readonly status: number;

  constructor(name: CognitoErrorName, message: string) {
    super(message);
    this.name = name;
    this.status = STATUS_OTHER_THAN_400[name] ?? 400;
  }
}

/** The most overloaded exception of Cognito: only the message tells a wrong password from a revoked token. */
export function notAuthorized(message: string): CognitoError {
  return new CognitoError('NotAuthorizedException', message);
}

/** What a wrong password, an unknown user and a wrong SRP proof have in common, so that none can be told apart. */
export function incorrectUsernameOrPassword(): CognitoError {
  return notAuthorized('Incorrect username or password.');
}

export function invalidParameter(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message);
}
