import { createHash, verify } from 'node:crypto';
import { CognitoError, incorrectUsernameOrPassword, invalidParameter } from './cognito-error';
import type { RelyingParty } from './pool-settings';
import { isJsonObject, type JsonObject } from './request-members';
import type { Passkey } from './users';

// The flags of authenticator data, WebAuthn level 3 section 6.1.
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const SHORTEST_AUTHENTICATOR_DATA = 37;

/** What the browser made of a passkey: AuthenticationResponseJSON (WebAuthn level 3 section 5.1.8), decoded. */
interface Assertion {
  readonly credentialId: string;
  readonly userHandle: string | undefined;
  readonly clientDataBytes: Buffer;
  readonly clientData: JsonObject;
  readonly authenticatorData: Buffer;
  readonly signature: Buffer;
}

interface Expected {
  readonly challenge: string | undefined;
  readonly relyingParty: RelyingParty;
  readonly passkey: Passkey;
}

/** Reads the CREDENTIAL of a challenge response; throws for what is no credential of a passkey. */
export function parseAssertion(credentialJson: string): Assertion {
  const credential = parseObject(Buffer.from(credentialJson));
  if (credential.type !== 'public-key') {
    throw new CognitoError(
      'WebAuthnCredentialNotSupportedException',
      'The credential type is not supported.',
    );
  }
  const response = isJsonObject(credential.response) ? credential.response : {};
  const clientDataBytes = bytesOf(response.clientDataJSON);
  const { userHandle } = response;
  return {
    credentialId: bytesOf(credential.rawId ?? credential.id).toString('base64url'),
    userHandle: typeof userHandle === 'string' ? Buffer.from(userHandle, 'base64url').toString() : undefined,
    clientDataBytes,
    clientData: parseObject(clientDataBytes),
    authenticatorData: bytesOf(response.authenticatorData),
    signature: bytesOf(response.signature),
  };
}

/**
 * The steps of WebAuthn level 3 section 7.2 that concern a relying party without extensions.
 * @returns the new signature counter
 */
export function verifyAssertion(
  assertion: Assertion,
  { challenge, relyingParty, passkey }: Expected,
): number {
  verifyClientData(assertion.clientData, challenge, relyingParty);
  const { authenticatorData, clientDataBytes, signature } = assertion;
  if (authenticatorData.length < SHORTEST_AUTHENTICATOR_DATA) throw invalidCredential();
  verifyAuthenticatorData(authenticatorData, relyingParty);
  const signed = Buffer.concat([authenticatorData, sha256(clientDataBytes)]);
  if (!verify('sha256', signed, passkey.publicKey, signature)) throw incorrectUsernameOrPassword();
  const signCount = authenticatorData.readUInt32BE(33);
  const bothAreZero = signCount === 0 && passkey.signCount === 0;
  if (!bothAreZero && signCount <= passkey.signCount) throw incorrectUsernameOrPassword();
  return signCount;
}

function verifyClientData(
  { type, challenge, origin }: JsonObject,
  expectedChallenge: string | undefined,
  { origins }: RelyingParty,
): void {
  if (type !== 'webauthn.get') throw invalidCredential();
  if (!expectedChallenge || challenge !== expectedChallenge) {
    throw new CognitoError(
      'WebAuthnChallengeNotFoundException',
      'The challenge was not found or has expired.',
    );
  }
  if (!origins.includes(String(origin))) {
    throw new CognitoError(
      'WebAuthnOriginNotAllowedException',
      'The origin is not allowed for the relying party.',
    );
  }
}

function verifyAuthenticatorData(data: Buffer, { id, userVerification }: RelyingParty): void {
  if (!data.subarray(0, 32).equals(sha256(Buffer.from(id)))) {
    throw new CognitoError(
      'WebAuthnRelyingPartyMismatchException',
      'The relying party of the credential is not that of the user pool.',
    );
  }
  const flags = data.readUInt8(32);
  const neededFlags = userVerification === 'required' ? USER_PRESENT | USER_VERIFIED : USER_PRESENT;
  if ((flags & neededFlags) !== neededFlags) throw incorrectUsernameOrPassword();
}

function parseObject(json: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(json.toString());
    if (isJsonObject(value)) return value;
  } catch {
    // Falls to the same answer as JSON of another shape.
  }
  throw invalidCredential();
}

function bytesOf(base64url: unknown): Buffer {
  if (typeof base64url !== 'string') throw invalidCredential();
  return Buffer.from(base64url, 'base64url');
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function invalidCredential(): CognitoError {
  return invalidParameter('Invalid CREDENTIAL');
}
