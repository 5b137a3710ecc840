import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { type AuthErrorCode, kindOf } from '../core/auth-error';
import { authErrorFor } from './exceptions';
import type { Operation } from './user-pool-api';

// Source: Cognito user pools API reference, "Errors" of each operation.
const OF_EVERY_CALL = [
  'ForbiddenException',
  'InternalErrorException',
  'InvalidParameterException',
  'OperationNotEnabledException',
  'TooManyRequestsException',
];
const OF_EVERY_TOKEN_CALL = [
  ...OF_EVERY_CALL,
  'InvalidLambdaResponseException',
  'NotAuthorizedException',
  'ResourceNotFoundException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
  'UserNotFoundException',
];
const OF_SIGN_IN = [
  ...OF_EVERY_TOKEN_CALL,
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
  'InvalidUserPoolConfigurationException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
];
const THROWN_BY: Readonly<Record<Operation, readonly string[]>> = {
  InitiateAuth: [...OF_SIGN_IN, 'FeatureUnavailableInTierException', 'UnsupportedOperationException'],
  RespondToAuthChallenge: [
    ...OF_SIGN_IN,
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidPasswordException',
    'MFAMethodNotFoundException',
    'PasswordHistoryPolicyViolationException',
    'SoftwareTokenMFANotFoundException',
  ],
  GetTokensFromRefreshToken: [...OF_EVERY_TOKEN_CALL, 'RefreshTokenReuseException'],
  RevokeToken: [
    ...OF_EVERY_CALL,
    'UnauthorizedException',
    'UnsupportedOperationException',
    'UnsupportedTokenTypeException',
  ],
};
const THROWN = Object.entries(THROWN_BY).flatMap(([operation, names]) =>
  names.map((name) => [operation as Operation, name] as const),
);

test('the reference counts as many exceptions for each operation', () => {
  const counts = Object.values(THROWN_BY).map((names) => new Set(names).size);
  expect(counts).toEqual([19, 24, 12, 8]);
});

test.each([...new Set(THROWN.map(([, name]) => name))])('%s is an exception of the AWS SDK', (name) => {
  const exception: unknown = Reflect.get(sdk, name);
  if (typeof exception !== 'function') throw new Error(`the SDK exports no ${name}`);
  expect(exception.prototype).toBeInstanceOf(sdk.CognitoIdentityProviderServiceException);
});

test.each(THROWN)('%s: %s is understood, whatever its message', (operation, name) => {
  for (const message of ['', 'Something else.', 'Quelque chose a échoué']) {
    const error = authErrorFor(name, message, operation);
    expect(error.code).not.toBe('unknownException');
    expect(error.detail).toBe(message);
  }
});

describe('an exception that says what it means in its message', () => {
  test.each<[name: string, message: string, code: AuthErrorCode]>([
    ['NotAuthorizedException', 'Incorrect username or password.', 'wrongPassword'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'lockedOut'],
    ['NotAuthorizedException', 'User is disabled.', 'userDisabled'],
    [
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
      'temporaryPasswordExpired',
    ],
    ['NotAuthorizedException', 'Refresh Token has been revoked', 'refreshTokenRevoked'],
    ['NotAuthorizedException', 'Refresh Token has expired', 'refreshTokenRevoked'],
    ['NotAuthorizedException', 'Invalid Refresh Token', 'refreshTokenRevoked'],
    [
      'NotAuthorizedException',
      'Client 1h57kf5cpq is configured with secret but SECRET_HASH was not received',
      'clientSecretMissing',
    ],
    ['NotAuthorizedException', 'Unable to verify secret hash for client 1h57kf5cpq', 'clientSecretWrong'],
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.', 'challengeExpired'],
    ['NotAuthorizedException', 'Invalid session for the user.', 'challengeExpired'],
    ['NotAuthorizedException', 'Something else.', 'notAuthorized'],
    [
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
      'passwordFlowNotEnabled',
    ],
    ['InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.', 'srpFlowNotEnabled'],
    ['InvalidParameterException', 'USER_SRP_AUTH flow not enabled for this client', 'srpFlowNotEnabled'],
    [
      'InvalidParameterException',
      'REFRESH_TOKEN_AUTH flow not enabled for this client',
      'refreshFlowNotEnabled',
    ],
    ['InvalidParameterException', 'Missing required parameter USERNAME', 'invalidParameter'],
    ['ResourceNotFoundException', 'User pool client 1h57kf5cpq does not exist.', 'clientNotFound'],
    ['ResourceNotFoundException', 'User pool eu-central-1_AbC does not exist.', 'poolNotFound'],
    ['ResourceNotFoundException', '', 'clientNotFound'],
    ['ExpiredCodeException', 'Your software token has already been used once.', 'codeUsedAlready'],
    ['ExpiredCodeException', 'Invalid code provided, please request a code again.', 'codeExpired'],
  ])('%s "%s" is %s', (name, message, code) => {
    expect(authErrorFor(name, message, 'InitiateAuth')).toMatchObject({ code, detail: message });
  });
});

describe('R4: what a refresh does with a refusal', () => {
  test('one without a known reason ends the session', () => {
    const error = authErrorFor('NotAuthorizedException', 'Something new.', 'GetTokensFromRefreshToken');
    expect(error.code).toBe('refreshTokenRevoked');
  });

  test.each([
    ['NotAuthorizedException', 'terminal'],
    ['RefreshTokenReuseException', 'terminal'],
    ['UserNotFoundException', 'terminal'],
    ['TooManyRequestsException', 'retryLater'],
    ['InternalErrorException', 'retryLater'],
    ['UnexpectedLambdaException', 'retryLater'],
    ['InvalidLambdaResponseException', 'retryLater'],
    ['ForbiddenException', 'configuration'],
    ['ResourceNotFoundException', 'configuration'],
    ['OperationNotEnabledException', 'configuration'],
    ['SomethingNewException', 'retryLater'],
  ])('%s is %s', (name, kind) => {
    expect(kindOf(authErrorFor(name, '', 'GetTokensFromRefreshToken').code)).toBe(kind);
  });
});

test('an exception that nobody knows is named, or quoted where it has no name', () => {
  const named = authErrorFor('PalmReadingException', 'Try the other hand.', 'InitiateAuth');
  expect(named).toMatchObject({ code: 'unknownException', detail: 'PalmReadingException' });
  const nameless = authErrorFor('', 'Try the other hand.', 'InitiateAuth');
  expect(nameless).toMatchObject({ code: 'unknownException', detail: 'Try the other hand.' });
});

test.each(['constructor', 'toString', '__proto__', 'valueOf', ''])(
  '%j is an unknown exception like any other',
  (name) => {
    expect(authErrorFor(name, 'words', 'InitiateAuth').code).toBe('unknownException');
  },
);
