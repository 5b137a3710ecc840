/**
 * What a failure asks for:
 * - `terminal`: these tokens or credentials will never work again, sign in anew;
 * - `retryLater`: nothing is lost, the same call may work in a while;
 * - `userAction`: the user has to type something else;
 * - `configuration`: somebody has to change the app client, the pool or the profile.
 */
export type AuthErrorKind = 'terminal' | 'retryLater' | 'userAction' | 'configuration';

/** Every failure the product knows, with what it asks for. Each has one sentence in the message catalogue. */
export const AUTH_ERROR_KINDS = {
  // The user
  wrongPassword: 'userAction',
  lockedOut: 'userAction',
  signInRefused: 'userAction',
  blockedAsRisk: 'configuration',
  userDisabled: 'terminal',
  userNotFound: 'terminal',
  userNotConfirmed: 'terminal',
  passwordResetRequired: 'terminal',
  temporaryPasswordExpired: 'terminal',
  // A challenge
  answerRefused: 'userAction',
  answerNotAccepted: 'userAction',
  codeMismatch: 'userAction',
  codeExpired: 'userAction',
  codeUsedAlready: 'userAction',
  challengeExpired: 'terminal',
  challengeUnsupported: 'configuration',
  passwordPolicy: 'userAction',
  passwordHistory: 'userAction',
  limitExceeded: 'userAction',
  tooManyFailedAttempts: 'userAction',
  codeDeliveryFailed: 'retryLater',
  aliasExists: 'userAction',
  attributeNotWritable: 'configuration',
  mfaMethodNotFound: 'configuration',
  softwareTokenMfaNotFound: 'configuration',
  passkeyFailed: 'userAction',
  passkeyNotAllowedHere: 'configuration',
  webAuthnNotEnabled: 'configuration',
  webAuthnNotConfigured: 'configuration',
  webAuthnCredentialUnsupported: 'configuration',
  webAuthnOriginRefused: 'configuration',
  deviceForgotten: 'terminal',
  deviceKnown: 'terminal',
  // The hosted UI
  hostedUiRefused: 'userAction',
  hostedUiCancelled: 'userAction',
  hostedUiTimedOut: 'userAction',
  hostedUiAnswerRejected: 'userAction',
  hostedUiCodeRefused: 'userAction',
  hostedUiLoginRequired: 'terminal',
  hostedUiMissing: 'configuration',
  hostedUiAccessMissing: 'userAction',
  hostedUiUnopened: 'retryLater',
  grantNotAllowed: 'configuration',
  scopeRefused: 'configuration',
  idTokenMissing: 'configuration',
  accessTokenMissing: 'configuration',
  // A token that was pasted
  tokenExpired: 'userAction',
  tokenUseMismatch: 'userAction',
  // Refresh and sign-out
  refreshTokenRevoked: 'terminal',
  refreshTokenReused: 'terminal',
  refreshTokenMissing: 'terminal',
  notAuthorized: 'terminal',
  tokenNotRevocable: 'configuration',
  accessTokenEnded: 'terminal',
  accessTokenScopeMissing: 'configuration',
  // The app client
  passwordFlowNotEnabled: 'configuration',
  srpFlowNotEnabled: 'configuration',
  choiceFlowNotEnabled: 'configuration',
  customFlowNotEnabled: 'configuration',
  customChallengeMissing: 'configuration',
  refreshFlowNotEnabled: 'configuration',
  clientNotFound: 'configuration',
  clientSecretMissing: 'configuration',
  clientSecretWrong: 'configuration',
  clientSecretUnexpected: 'configuration',
  invalidParameter: 'configuration',
  // The pool
  poolNotFound: 'configuration',
  forbiddenByFirewall: 'configuration',
  featureUnavailableInTier: 'configuration',
  operationNotEnabled: 'configuration',
  operationUnknown: 'configuration',
  unsupportedOperation: 'configuration',
  smsMisconfigured: 'configuration',
  emailMisconfigured: 'configuration',
  poolMisconfigured: 'configuration',
  lambdaRefused: 'userAction',
  lambdaFailed: 'retryLater',
  // The service and the way to it
  tooManyRequests: 'retryLater',
  serviceFailed: 'retryLater',
  concurrentModification: 'retryLater',
  unreachable: 'retryLater',
  timedOut: 'retryLater',
  notCognito: 'retryLater',
  unknownException: 'retryLater',
  // What is kept on this device
  passphraseWrong: 'userAction',
  passphraseTooSoon: 'userAction',
  passphraseMissing: 'userAction',
  keptUnreadable: 'terminal',
  keptPasswordRefused: 'terminal',
  // The browser
  notStored: 'retryLater',
  signOutNotStored: 'retryLater',
  headersNotChanged: 'retryLater',
  // Ours
  notSignedIn: 'userAction',
  tokenRejected: 'configuration',
  tokenTooLarge: 'configuration',
  otherUser: 'terminal',
  interrupted: 'retryLater',
} as const satisfies Record<string, AuthErrorKind>;

export type AuthErrorCode = keyof typeof AUTH_ERROR_KINDS;

/** A failure as data, which survives storage and messages. */
export interface AuthProblem {
  readonly code: AuthErrorCode;
  /** The pool's own words or the name that was not understood; empty if there are none. Never holds a secret. */
  readonly detail: string;
}

/** A failure to get, use or give back tokens. */
export class AuthError extends Error {
  readonly code: AuthErrorCode;
  readonly detail: string;

  /**
   * @param detail the pool's own words, if they help; must not hold a secret
   * @param cause what was thrown underneath, for the debugger only
   */
  constructor(code: AuthErrorCode, detail = '', cause?: unknown) {
    super(code, { cause });
    this.name = 'AuthError';
    this.code = code;
    this.detail = detail;
  }
}

/** Whether this failure asks for a new sign-in, a later try, other input or another configuration. */
export function kindOf(code: AuthErrorCode): AuthErrorKind {
  return AUTH_ERROR_KINDS[code];
}

/** The failure as data. Anything that is not ours becomes `interrupted`, without its text. */
export function problemOf(error: unknown): AuthProblem {
  if (error instanceof AuthError) return { code: error.code, detail: error.detail };
  return { code: 'interrupted', detail: '' };
}

/** The failure that data stands for. */
export function failureOf({ code, detail }: AuthProblem): AuthError {
  return new AuthError(code, detail);
}

/** Whether a stored or received value is the code of a known failure. */
export function isAuthErrorCode(value: unknown): value is AuthErrorCode {
  return typeof value === 'string' && Object.hasOwn(AUTH_ERROR_KINDS, value);
}
