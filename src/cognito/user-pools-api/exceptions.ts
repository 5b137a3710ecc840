import { AuthError, type AuthErrorCode } from '../../core/auth-error';
import type { Operation } from './user-pool-api';

// Exceptions that mean one thing wherever they come from.
// Source: Cognito user pools API reference, "Errors" of the operations we call.
const CODES: Readonly<Record<string, AuthErrorCode>> = {
  AliasExistsException: 'aliasExists',
  CodeDeliveryFailureException: 'codeDeliveryFailed',
  CodeMismatchException: 'codeMismatch',
  ConcurrentModificationException: 'concurrentModification',
  EnableSoftwareTokenMFAException: 'codeMismatch',
  ExpiredCodeException: 'codeExpired',
  FeatureUnavailableInTierException: 'featureUnavailableInTier',
  ForbiddenException: 'forbiddenByFirewall',
  InternalErrorException: 'serviceFailed',
  InvalidEmailRoleAccessPolicyException: 'emailMisconfigured',
  InvalidLambdaResponseException: 'lambdaFailed',
  InvalidPasswordException: 'passwordPolicy',
  InvalidSmsRoleAccessPolicyException: 'smsMisconfigured',
  InvalidSmsRoleTrustRelationshipException: 'smsMisconfigured',
  InvalidUserPoolConfigurationException: 'poolMisconfigured',
  LimitExceededException: 'limitExceeded',
  MFAMethodNotFoundException: 'mfaMethodNotFound',
  OperationNotEnabledException: 'operationNotEnabled',
  PasswordHistoryPolicyViolationException: 'passwordHistory',
  PasswordResetRequiredException: 'passwordResetRequired',
  RefreshTokenReuseException: 'refreshTokenReused',
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
  // What servers in Cognito's place say of an operation that they lack: AWS JSON's own name, and cognito-local's.
  UnknownOperationException: 'operationUnknown',
  Unsupported: 'operationUnknown',
  WebAuthnChallengeNotFoundException: 'challengeExpired',
  WebAuthnClientMismatchException: 'passkeyFailed',
  WebAuthnConfigurationMissingException: 'webAuthnNotConfigured',
  WebAuthnCredentialNotSupportedException: 'webAuthnCredentialUnsupported',
  WebAuthnNotEnabledException: 'webAuthnNotEnabled',
  WebAuthnOriginNotAllowedException: 'webAuthnOriginRefused',
  WebAuthnRelyingPartyMismatchException: 'webAuthnNotConfigured',
};

type MessageRule = readonly [pattern: RegExp, code: AuthErrorCode];

// Exceptions that say what they mean in their message only; the first pattern that fits decides.
const BY_MESSAGE: ReadonlyMap<string, readonly MessageRule[]> = new Map(
  Object.entries<readonly MessageRule[]>({
    NotAuthorizedException: [
      [/incorrect username or password/i, 'wrongPassword'],
      [/password attempts exceeded/i, 'lockedOut'],
      [/user is disabled/i, 'userDisabled'],
      [/temporary password has expired/i, 'temporaryPasswordExpired'],
      [/access token has (been revoked|expired)|invalid access token/i, 'accessTokenEnded'],
      [/access token does not have required scopes/i, 'accessTokenScopeMissing'],
      [/refresh token has (been revoked|expired)|invalid refresh token/i, 'refreshTokenRevoked'],
      [/secret_?hash was not received|configured with secret/i, 'clientSecretMissing'],
      [/unable to verify secret hash|client secret/i, 'clientSecretWrong'],
      [/session/i, 'challengeExpired'],
    ],
    InvalidParameterException: [
      [/USER_PASSWORD_AUTH flow not enabled/i, 'passwordFlowNotEnabled'],
      [/USER_SRP_AUTH (flow|is) not enabled/i, 'srpFlowNotEnabled'],
      [/USER_AUTH (flow|is) not enabled/i, 'choiceFlowNotEnabled'],
      [/CUSTOM_AUTH (flow|is) not enabled/i, 'customFlowNotEnabled'],
      [/custom auth lambda trigger is not configured/i, 'customChallengeMissing'],
      [/REFRESH_TOKEN(_AUTH)? flow not enabled|refresh token.*not enabled/i, 'refreshFlowNotEnabled'],
      [/secret_?hash.*not configured|not configured with (a )?secret/i, 'clientSecretUnexpected'],
    ],
    ResourceNotFoundException: [
      [/device/i, 'deviceForgotten'],
      [/client/i, 'clientNotFound'],
      [/pool/i, 'poolNotFound'],
    ],
    ExpiredCodeException: [[/already been used/i, 'codeUsedAlready']],
  }),
);

const OTHERWISE: ReadonlyMap<string, AuthErrorCode> = new Map(
  Object.entries<AuthErrorCode>({
    NotAuthorizedException: 'notAuthorized',
    InvalidParameterException: 'invalidParameter',
    ResourceNotFoundException: 'clientNotFound',
    ...CODES,
  }),
);

/**
 * What an exception of the user pools API means to us.
 * @param name the exception's bare name
 * @param message the pool's words; kept as detail, since they name a policy, a trigger or a parameter, never a secret
 */
export function authErrorFor(name: string, message: string, operation: Operation): AuthError {
  const rule = BY_MESSAGE.get(name)?.find(([pattern]) => pattern.test(message));
  const code = rule?.[1] ?? OTHERWISE.get(name);
  if (code === 'notAuthorized' && operation === 'GetTokensFromRefreshToken') {
    return new AuthError('refreshTokenRevoked', message);
  }
  return code ? new AuthError(code, message) : new AuthError('unknownException', name || message);
}
