import { toBigInt } from '../../src/cognito/bytes';
import { createSrpKeys, proveSrpPassword, type SrpKeys, srpKeysFrom } from '../../src/cognito/srp/srp';
import type { HandshakeInput } from './handshake-input';

/** The whole arithmetic of one sign-in in our code, from drawing the secret to the signature that the pool checks. */
export function ownHandshake(input: HandshakeInput): Promise<string> {
  return prove(input, createSrpKeys(globalThis.crypto));
}

/** The signature for a secret that was drawn elsewhere, so that it can be compared. */
export function ownSignatureFor(input: HandshakeInput, secret: Uint8Array): Promise<string> {
  return prove(input, srpKeysFrom(toBigInt(secret)));
}

function prove(input: HandshakeInput, keys: SrpKeys): Promise<string> {
  return proveSrpPassword(globalThis.crypto, { ...input, keys });
}
