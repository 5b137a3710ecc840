import { describe, expect, test } from 'vitest';
import {
  AUTH_ERROR_KINDS,
  AuthError,
  type AuthErrorCode,
  isAuthErrorCode,
  kindOf,
  problemOf,
} from './auth-error';

const codes = Object.keys(AUTH_ERROR_KINDS) as AuthErrorCode[];

describe('a code', () => {
  test.each(codes)('%s asks for something', (code) => {
    expect(['terminal', 'retryLater', 'userAction', 'configuration']).toContain(kindOf(code));
    expect(isAuthErrorCode(code)).toBe(true);
  });

  // What the whole design leans on: these, and only these kinds of trouble, end a session or leave it alone.
  test.each<[AuthErrorCode, string]>([
    ['refreshTokenRevoked', 'terminal'],
    ['refreshTokenReused', 'terminal'],
    ['notAuthorized', 'terminal'],
    ['userNotFound', 'terminal'],
    ['userDisabled', 'terminal'],
    ['otherUser', 'terminal'],
    ['tooManyRequests', 'retryLater'],
    ['serviceFailed', 'retryLater'],
    ['unreachable', 'retryLater'],
    ['timedOut', 'retryLater'],
    ['notCognito', 'retryLater'],
    ['unknownException', 'retryLater'],
    ['interrupted', 'retryLater'],
    ['wrongPassword', 'userAction'],
    ['codeMismatch', 'userAction'],
    ['refreshFlowNotEnabled', 'configuration'],
    ['clientSecretMissing', 'configuration'],
  ])('%s is %s', (code, kind) => expect(kindOf(code)).toBe(kind));

  test.each([
    '',
    'WrongPassword',
    'NotAuthorizedException',
    'toString',
    '__proto__',
    7,
    null,
    ['wrongPassword'],
  ])('is not %j', (value) => expect(isAuthErrorCode(value)).toBe(false));
});

describe('problemOf', () => {
  test('keeps the code and the words of a failure of ours', () => {
    expect(problemOf(new AuthError('lambdaRefused', 'PreAuthentication failed'))).toEqual({
      code: 'lambdaRefused',
      detail: 'PreAuthentication failed',
    });
    expect(problemOf(new AuthError('unreachable'))).toEqual({ code: 'unreachable', detail: '' });
  });

  test('leaves out the cause, which may quote a secret', () => {
    const problem = problemOf(new AuthError('unreachable', '', new Error('refresh-token')));
    expect(JSON.stringify(problem)).not.toContain('refresh-token');
  });

  test.each([
    new Error('eyJhbGciOi.secret.token'),
    new TypeError('eyJhbGciOi.secret.token'),
    'eyJhbGciOi.secret.token',
    { code: 'wrongPassword', detail: 'eyJhbGciOi.secret.token' },
    null,
    undefined,
  ])('hides the text of anything else: %s', (error) => {
    expect(problemOf(error)).toEqual({ code: 'interrupted', detail: '' });
  });
});
