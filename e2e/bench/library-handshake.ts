import AuthenticationHelper from 'amazon-cognito-identity-js/es/AuthenticationHelper.js';
import BigInteger from 'amazon-cognito-identity-js/es/BigInteger.js';
import type { HandshakeInput } from './handshake-input';

/** What the library drew and derived. */
export interface LibraryHandshake {
  readonly secret: Uint8Array;
  readonly sessionKey: Uint8Array<ArrayBuffer>;
}

const SECRET_BYTES = 128;

/**
 * The arithmetic of one sign-in in amazon-cognito-identity-js, as its `CognitoUser` calls it, but without the
 * signature at the end: it stops at the session key.
 */
export async function libraryHandshake(input: HandshakeInput): Promise<LibraryHandshake> {
  // This draws the secret and computes SRP_A.
  const helper = new AuthenticationHelper(input.poolName);
  const key = await new Promise<Uint8Array>((resolve, reject) => {
    helper.getPasswordAuthenticationKey(
      input.userId,
      input.password,
      new BigInteger(input.serverPublicValue, 16),
      new BigInteger(input.salt, 16),
      (error, derived) => (error ? reject(error) : resolve(derived)),
    );
  });
  return { secret: secretBytes(helper.smallAValue), sessionKey: new Uint8Array(key) };
}

function secretBytes(secret: BigInteger): Uint8Array {
  const hex = secret.toString(16).padStart(SECRET_BYTES * 2, '0');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
