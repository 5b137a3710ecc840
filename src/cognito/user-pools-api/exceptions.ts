import { AuthError, type AuthErrorCode } from '../../core/auth-error';
import type { JsonObject } from '../http';

/** The operations of the user pools API that we call. */
export type Operation =
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'ConfirmDevice'
  | 'UpdateDeviceStatus'
  | 'ConfirmSignUp'
  | 'ResendConfirmationCode'
  | 'ForgotPassword'
  | 'ConfirmForgotPassword'
  | 'GetTokensFromRefreshToken'
  | 'RevokeToken'
  | 'GlobalSignOut';

// What exceptions mean, whatever their message.
// Source: Cognito user pools API reference, "Errors" of the operations we call.
const CODES: ReadonlyMap<string, AuthErrorCode> = new Map(
  Object.entries<AuthErrorCode>({
    AliasExistsException: 'aliasExists',
    CodeDeliveryFailureException: 'codeDeliveryFailed',
    CodeMismatchException: 'codeMismatch',
    ConcurrentModificationException: 'concurrentModification',
    DeviceKeyExistsException: 'deviceKnown',
    EnableSoftwareTokenMFAException: 'codeMismatch',
    ExpiredCodeException: 'codeExpired',
    FeatureUnavailableInTierException: 'featureUnavailableInTier',
    ForbiddenException: 'forbiddenByFirewall',
    InternalErrorException: 'serviceFailed',
    InvalidEmailRoleAccessPolicyException: 'emailMisconfigured',
    InvalidLambdaResponseException: 'lambdaFailed',
    InvalidParameterException: 'invalidParameter',
    InvalidPasswordException: 'passwordPolicy',
    InvalidSmsRoleAccessPolicyException: 'smsMisconfigured',
    InvalidSmsRoleTrustRelationshipException: 'smsMisconfigured',
    InvalidUserPoolConfigurationException: 'poolMisconfigured',
    LimitExceededException: 'limitExceeded',
    MFAMethodNotFoundException: 'mfaMethodNotFound',
    NotAuthorizedException: 'notAuthorized',
    OperationNotEnabledException: 'operationNotEnabled',
    PasswordHistoryPolicyViolationException: 'passwordHistory',
    PasswordResetRequiredException: 'passwordResetRequired',
    RefreshTokenReuseException: 'refreshTokenReused',
    ResourceNotFoundException: 'clientNotFound',
    SoftwareTokenMFANotFoundException: 'softwareTokenMfaNotFound',
    TooManyFailedAttemptsException: 'tooManyFailedAttempts',
    TooManyRequestsException: 'tooManyRequests',
    ThrottlingException: 'tooManyRequests',
    UnauthorizedException: 'tokenNotRevocable',
    UnexpectedLambdaException: 'lambdaFailed',
    UnsupportedOperationException: 'unsupportedOperation',
    UnsupportedTokenTypeException: 'tokenNotRevocable',
    UserLambdaValidationException: 'lambdaRefused',
    UserNotConfirmedException: 'userNotConfirmed',
    UserNotFoundException: 'userNotFound',
    // Of emulators that lack an operation: the name in AWS JSON, and cognito-local's own.
    UnknownOperationException: 'operationUnknown',
    Unsupported: 'operationUnknown',
    WebAuthnChallengeNotFoundException: 'challengeExpired',
    WebAuthnClientMismatchException: 'passkeyFailed',
    WebAuthnConfigurationMissingException: 'webAuthnNotConfigured',
    WebAuthnCredentialNotSupportedException: 'webAuthnCredentialUnsupported',
    WebAuthnNotEnabledException: 'webAuthnNotEnabled',
    WebAuthnOriginNotAllowedException: 'webAuthnOriginRefused',
    WebAuthnRelyingPartyMismatchException: 'webAuthnNotConfigured',
  }),
);

type MessageRule = readonly [pattern: RegExp, code: AuthErrorCode];

// What some of them mean by their message; the first pattern that matches decides.
const BY_MESSAGE: ReadonlyMap<string, readonly MessageRule[]> = new Map(
  Object.entries<readonly MessageRule[]>({
    NotAuthorizedException: [
      [/incorrect username or password/i, 'wrongPassword'],
      [/password attempts exceeded/i, 'lockedOut'],
      [/user is disabled/i, 'userDisabled'],
      [/temporary password has expired|account has expired/i, 'temporaryPasswordExpired'],
      [/security reasons/i, 'blockedAsRisk'],
      [/unauthorized attribute/i, 'attributeNotWritable'],
      [/access token has (been revoked|expired)|invalid access token/i, 'accessTokenEnded'],
      [/access token does not have required scopes/i, 'accessTokenScopeMissing'],
      [/refresh token has (been revoked|expired)|invalid refresh token/i, 'refreshTokenRevoked'],
      [/secret_?hash was not received|configured with secret/i, 'clientSecretMissing'],
      [/unable to verify secret hash|client secret/i, 'clientSecretWrong'],
      [/invalid session|session (is|has) expired|session can only be used/i, 'challengeExpired'],
    ],
    InvalidParameterException: [
      [/USER_PASSWORD_AUTH flow not enabled/i, 'passwordFlowNotEnabled'],
      [/USER_SRP_AUTH (flow|is) not enabled/i, 'srpFlowNotEnabled'],
      [/USER_AUTH (flow|is) not enabled/i, 'choiceFlowNotEnabled'],
      [/CUSTOM_AUTH (flow|is) not enabled/i, 'customFlowNotEnabled'],
      [/custom auth lambda trigger is not configured/i, 'customChallengeMissing'],
      [/REFRESH_TOKEN(_AUTH)? flow not enabled|refresh token.*not enabled/i, 'refreshFlowNotEnabled'],
      [/secret_?hash.*not configured|not configured with (a )?secret/i, 'clientSecretUnexpected'],
      // A code of another form than codes have is refused before it is compared.
      [/at '(userCode|confirmationCode)' failed/i, 'codeMismatch'],
    ],
    ResourceNotFoundException: [
      [/device/i, 'deviceForgotten'],
      [/client/i, 'clientNotFound'],
      [/pool/i, 'poolNotFound'],
    ],
    ExpiredCodeException: [[/already been used/i, 'codeUsedAlready']],
  }),
);

/**
 * The failure that an exception of the user pools API stands for.
 * @param name the exception's bare name
 * @param message the pool's words; kept as detail, since they name a policy, a trigger or a parameter, never a secret
 */
export function authErrorFor(name: string, message: string): AuthError {
  const rule = BY_MESSAGE.get(name)?.find(([pattern]) => pattern.test(message));
  const code = rule?.[1] ?? CODES.get(name);
  return code ? new AuthError(code, message) : new AuthError('unknownException', name || message);
}

/**
 * The exception that an answer holds. Its name stands in the body or in a header, decorated: "ns#Name", "Name:http://…".
 * Source: AWS JSON 1.1 protocol (Smithy), "Operation error serialization".
 */
export function exceptionIn(response: Response, body: JsonObject): AuthError {
  const named = typeof body.__type === 'string' ? body.__type : response.headers.get('x-amzn-errortype');
  const name = (named ?? '').replace(/^.*#/, '').replace(/:.*$/, '');
  const message = [body.message, body.Message].find((text) => typeof text === 'string') ?? '';
  if (name === '' && response.status >= 500) return new AuthError('serviceFailed');
  return authErrorFor(name, message);
}
