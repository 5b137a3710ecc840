import { isSame } from '../is-same';
import { otpauthUri } from '../profile/totp-secret';

/** A question the pool asks before it gives tokens, as it came over the wire. */
export interface Challenge {
  /** `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …: an open set, a pool may send a name we do not know; or one of ours. */
  readonly name: string;
  /** The pool's opaque handle of this sign-in; the latest one must be sent back. */
  readonly session: string;
  /** The real user name, which answers must carry even after a sign-in by alias. */
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user may choose among, where the question is a choice: names of challenges or of second factors. */
  readonly choices: readonly string[];
  /** The choice that was made, where the pool wants it together with what follows from it (a password). */
  readonly chosen: string | null;
}

/**
 * Questions of ours, in the same view as the pool's: no wire name is written like them. The first follows a sign-in of a
 * user who never typed the code of the sign-up; the second, a password that is forgotten or was reset.
 */
export const OWN_CHALLENGES = { confirmSignUp: 'confirmSignUp', resetPassword: 'resetPassword' } as const;

/** One thing the user must type, choose or touch. */
export type ChallengeField =
  | { readonly id: 'code'; readonly kind: 'code' }
  | { readonly id: 'newPassword'; readonly kind: 'newPassword' }
  | { readonly id: 'challengePassword'; readonly kind: 'password' }
  | { readonly id: 'answer'; readonly kind: 'answer' }
  | { readonly id: 'choice'; readonly kind: 'choice'; readonly options: readonly string[] }
  /** @property request what `navigator.credentials.get` is asked, as JSON (WebAuthn level 3, section 5.1.10) */
  | { readonly id: 'credential'; readonly kind: 'passkey'; readonly request: string }
  | { readonly id: string; readonly kind: 'attribute'; readonly attribute: string };

/** What the user typed, by `ChallengeField.id`. */
export type ChallengeAnswers = Readonly<Record<string, string>>;

/** What an authenticator app has to be told to become the user's second factor. */
export interface AuthenticatorSetup {
  /** Base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for a QR code or a click. */
  readonly uri: string;
}

/** The wire's prefix of user attributes in a NEW_PASSWORD_REQUIRED challenge. */
export const ATTRIBUTE_PREFIX = 'userAttributes.';

const CODE: ChallengeField = { id: 'code', kind: 'code' };
const NEW_PASSWORD: ChallengeField = { id: 'newPassword', kind: 'newPassword' };
/** The address that codes are to be sent to. */
export const EMAIL_ADDRESS = {
  id: `${ATTRIBUTE_PREFIX}email`,
  kind: 'attribute',
  attribute: 'email',
} as const;
const CURRENT_PASSWORD: ChallengeField = { id: 'challengePassword', kind: 'password' };

/**
 * What must be asked for this challenge.
 * @returns the fields in order, or null for a challenge that is not supported
 */
export function fieldsOf(challenge: Challenge): readonly ChallengeField[] | null {
  switch (challenge.name) {
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return [CODE];
    case 'MFA_SETUP':
      return setupFieldsOf(challenge);
    case 'NEW_PASSWORD_REQUIRED':
      return [NEW_PASSWORD, ...requiredAttributes(challenge)];
    case 'SELECT_CHALLENGE':
    case 'SELECT_MFA_TYPE':
      return challenge.chosen === null ? choiceOf(challenge) : [CURRENT_PASSWORD];
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      return [CURRENT_PASSWORD];
    case 'CUSTOM_CHALLENGE':
      return [{ id: 'answer', kind: 'answer' }];
    case 'WEB_AUTHN':
      return passkeyOf(challenge);
    case OWN_CHALLENGES.confirmSignUp:
      return [CODE, CURRENT_PASSWORD];
    case OWN_CHALLENGES.resetPassword:
      return [CODE, NEW_PASSWORD];
    default:
      return null;
  }
}

/** Where the code was sent, as the pool masks it (`+*******1234`); empty if it was not sent. */
export function destinationOf(challenge: Challenge): string {
  return challenge.parameters.CODE_DELIVERY_DESTINATION ?? '';
}

/** The name the user gave to the authenticator, empty if there is none. */
export function deviceNameOf(challenge: Challenge): string {
  return challenge.parameters.FRIENDLY_DEVICE_NAME ?? '';
}

/** Whether the pool sends another code on request. For a second factor it does not: that takes a new sign-in. */
export function canResendCode({ name }: Challenge): boolean {
  return name === OWN_CHALLENGES.confirmSignUp || name === OWN_CHALLENGES.resetPassword;
}

/**
 * What to show while the user sets up an authenticator app; null in every other challenge.
 * @param userName what people call the user, by which the app lists the codes
 */
export function setupOf({ name, parameters }: Challenge, userName: string): AuthenticatorSetup | null {
  const secret = parameters.SECRET_CODE;
  return name === 'MFA_SETUP' && secret ? { secret, uri: otpauthUri(secret, userName) } : null;
}

/** What the pool's own code has to say in a custom challenge. Source: Cognito, "Create auth challenge", publicChallengeParameters. */
export function publicParametersOf({ name, parameters }: Challenge): Readonly<Record<string, string>> {
  if (name !== 'CUSTOM_CHALLENGE') return {};
  const { USERNAME: _, USER_ID_FOR_SRP: __, ...rest } = parameters;
  return rest;
}

/** Whether the pool has asked the very same again after an answer. All others but these refuse one by an exception. */
export function isAskedAgain(asked: Challenge, next: Challenge): boolean {
  const areCustom = asked.name === 'CUSTOM_CHALLENGE' && next.name === asked.name;
  return areCustom && isSame(publicParametersOf(asked), publicParametersOf(next));
}

/** Whether codes by e-mail are the one second factor that can be set up. */
export function isEmailSetup({ name, parameters }: Challenge): boolean {
  const canSetUp = parseNames(parameters.MFAS_CAN_SETUP);
  return name === 'MFA_SETUP' && !parameters.SECRET_CODE && canSetUp.includes('EMAIL_OTP');
}

function setupFieldsOf(challenge: Challenge): readonly ChallengeField[] | null {
  if (challenge.parameters.SECRET_CODE) return [CODE];
  return isEmailSetup(challenge) ? [EMAIL_ADDRESS] : null;
}

function choiceOf({ choices }: Challenge): readonly ChallengeField[] | null {
  return choices.length > 0 ? [{ id: 'choice', kind: 'choice', options: choices }] : null;
}

function passkeyOf({ parameters }: Challenge): readonly ChallengeField[] | null {
  const request = parameters.CREDENTIAL_REQUEST_OPTIONS;
  return request ? [{ id: 'credential', kind: 'passkey', request }] : null;
}

// The wire holds a JSON list of names: '["userAttributes.given_name"]'.
function requiredAttributes(challenge: Challenge): ChallengeField[] {
  return parseNames(challenge.parameters.requiredAttributes).map((name) => {
    const attribute = name.startsWith(ATTRIBUTE_PREFIX) ? name.slice(ATTRIBUTE_PREFIX.length) : name;
    return { id: `${ATTRIBUTE_PREFIX}${attribute}`, kind: 'attribute', attribute };
  });
}

/** Reads a list of names that the wire holds as JSON text; empty for anything else. */
export function parseNames(json: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
