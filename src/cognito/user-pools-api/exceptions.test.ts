import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { type AuthErrorCode, kindOf } from '../../core/auth-error';
import { authErrorFor, type Operation } from './exceptions';

// Every operation we call whose failure anybody hears of; the type holds the list complete. A device that the pool
// does not take is no failure of the sign-in.
const OPERATIONS = Object.keys({
  InitiateAuth: true,
  RespondToAuthChallenge: true,
  AssociateSoftwareToken: true,
  VerifySoftwareToken: true,
  ConfirmSignUp: true,
  ResendConfirmationCode: true,
  ForgotPassword: true,
  ConfirmForgotPassword: true,
  GetTokensFromRefreshToken: true,
  RevokeToken: true,
  GlobalSignOut: true,
} satisfies Record<Exclude<Operation, 'ConfirmDevice' | 'UpdateDeviceStatus'>, true>) as Operation[];

// No operation of ours lists these, though the reference explains them: passkeys came later than the lists.
const OF_PASSKEYS = [
  'WebAuthnChallengeNotFoundException',
  'WebAuthnClientMismatchException',
  'WebAuthnConfigurationMissingException',
  'WebAuthnCredentialNotSupportedException',
  'WebAuthnNotEnabledException',
  'WebAuthnOriginNotAllowedException',
  'WebAuthnRelyingPartyMismatchException',
];

/** The exceptions of an operation, as the AWS SDK documents them out of the API reference. */
function thrownBy(operation: Operation): readonly string[] {
  const types = `@aws-sdk/client-cognito-identity-provider/dist-types/commands/${operation}Command.d.ts`;
  const text = readFileSync(new URL(`../../../node_modules/${types}`, import.meta.url), 'utf8');
  const names = Array.from(text.matchAll(/@throws \{@link (\w+)\}/g), ([, name]) => name ?? '');
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

const NAMES = [...new Set([...OPERATIONS.flatMap(thrownBy), ...OF_PASSKEYS])];

test('the reference counts as many exceptions for each operation', () => {
  const counts = OPERATIONS.map((operation) => [operation, thrownBy(operation).length]);
  expect(Object.fromEntries(counts)).toMatchObject({
    InitiateAuth: 19,
    RespondToAuthChallenge: 24,
    GetTokensFromRefreshToken: 12,
    RevokeToken: 8,
  });
});

test.each(NAMES)('%s is an exception of the AWS SDK', (name) => {
  const exception: unknown = Reflect.get(sdk, name);
  if (typeof exception !== 'function') throw new Error(`the SDK exports no ${name}`);
  expect(exception.prototype).toBeInstanceOf(sdk.CognitoIdentityProviderServiceException);
});

test.each(NAMES)('%s is understood, whatever its message', (name) => {
  for (const message of ['', 'Something else.', 'Quelque chose a échoué']) {
    const error = authErrorFor(name, message);
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
    [
      'NotAuthorizedException',
      'User account has expired, it must be reset by an administrator.',
      'temporaryPasswordExpired',
    ],
    ['NotAuthorizedException', 'Unable to login because of security reasons.', 'blockedAsRisk'],
    ['NotAuthorizedException', 'A client attempted to write unauthorized attribute', 'attributeNotWritable'],
    ['NotAuthorizedException', 'The session policy of this company forbids it.', 'notAuthorized'],
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
    ['InvalidParameterException', 'USER_AUTH flow not enabled for this client', 'choiceFlowNotEnabled'],
    ['InvalidParameterException', 'CUSTOM_AUTH flow not enabled for this client', 'customFlowNotEnabled'],
    [
      'InvalidParameterException',
      'Custom auth lambda trigger is not configured for the user pool.',
      'customChallengeMissing',
    ],
    ['NotAuthorizedException', 'Access Token has expired', 'accessTokenEnded'],
    ['NotAuthorizedException', 'Access Token has been revoked', 'accessTokenEnded'],
    ['NotAuthorizedException', 'Access Token does not have required scopes', 'accessTokenScopeMissing'],
    ['ResourceNotFoundException', 'Device does not exist.', 'deviceForgotten'],
    [
      'InvalidParameterException',
      "1 validation error detected: Value at 'userCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+",
      'codeMismatch',
    ],
    [
      'InvalidParameterException',
      "1 validation error detected: Value '12' at 'userCode' failed to satisfy constraint: Member must have length greater than or equal to 6",
      'codeMismatch',
    ],
    [
      'InvalidParameterException',
      "1 validation error detected: Value at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
      'codeMismatch',
    ],
    [
      'InvalidParameterException',
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128",
      'invalidParameter',
    ],
    ['InvalidParameterException', 'Missing required parameter USERNAME', 'invalidParameter'],
    ['ResourceNotFoundException', 'User pool client 1h57kf5cpq does not exist.', 'clientNotFound'],
    ['ResourceNotFoundException', 'User pool eu-central-1_AbC does not exist.', 'poolNotFound'],
    ['ResourceNotFoundException', '', 'clientNotFound'],
    ['ExpiredCodeException', 'Your software token has already been used once.', 'codeUsedAlready'],
    ['ExpiredCodeException', 'Invalid code provided, please request a code again.', 'codeExpired'],
  ])('%s "%s" is %s', (name, message, code) => {
    expect(authErrorFor(name, message)).toMatchObject({ code, detail: message });
  });
});

describe('R4: what a refresh does with a refusal', () => {
  test('D: one without a known reason is told in the words of the pool, and is final', () => {
    const error = authErrorFor('NotAuthorizedException', 'Something new.');
    expect(error).toMatchObject({ code: 'notAuthorized', detail: 'Something new.' });
    expect(kindOf(error.code)).toBe('terminal');
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
    expect(kindOf(authErrorFor(name, '').code)).toBe(kind);
  });
});

test('an exception that nobody knows is named, or quoted where it has no name', () => {
  const named = authErrorFor('PalmReadingException', 'Try the other hand.');
  expect(named).toMatchObject({ code: 'unknownException', detail: 'PalmReadingException' });
  const nameless = authErrorFor('', 'Try the other hand.');
  expect(nameless).toMatchObject({ code: 'unknownException', detail: 'Try the other hand.' });
});

test.each(['constructor', 'toString', '__proto__', 'valueOf', ''])(
  '%j is an unknown exception like any other',
  (name) => {
    expect(authErrorFor(name, 'words').code).toBe('unknownException');
  },
);
