/** A question the pool asks before it gives tokens, as it came over the wire. */
export interface Challenge {
  /** `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …: an open set, a pool may send a name we do not know. */
  readonly name: string;
  /** The pool's opaque handle of this sign-in; the latest one must be sent back. */
  readonly session: string;
  /** The real user name, which answers must carry even after a sign-in by alias. */
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One thing the user must type. */
export type ChallengeField =
  | { readonly id: 'code'; readonly kind: 'code' }
  | { readonly id: 'newPassword'; readonly kind: 'newPassword' }
  | { readonly id: string; readonly kind: 'attribute'; readonly attribute: string };

/** What the user typed, by `ChallengeField.id`. */
export type ChallengeAnswers = Readonly<Record<string, string>>;

/** The wire's prefix of user attributes in a NEW_PASSWORD_REQUIRED challenge. */
export const ATTRIBUTE_PREFIX = 'userAttributes.';

/**
 * What must be asked for this challenge.
 * @returns the fields in order, or null for a challenge that is not supported
 */
export function fieldsOf(challenge: Challenge): readonly ChallengeField[] | null {
  switch (challenge.name) {
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
      return [{ id: 'code', kind: 'code' }];
    case 'NEW_PASSWORD_REQUIRED':
      return [{ id: 'newPassword', kind: 'newPassword' }, ...requiredAttributes(challenge)];
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

// The wire holds a JSON list of names: '["userAttributes.given_name"]'.
function requiredAttributes(challenge: Challenge): ChallengeField[] {
  return parseNames(challenge.parameters.requiredAttributes).map((name) => {
    const attribute = name.startsWith(ATTRIBUTE_PREFIX) ? name.slice(ATTRIBUTE_PREFIX.length) : name;
    return { id: `${ATTRIBUTE_PREFIX}${attribute}`, kind: 'attribute', attribute };
  });
}

function parseNames(json: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
