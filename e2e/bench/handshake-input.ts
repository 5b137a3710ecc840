import { toBigInt } from '../../src/cognito/bytes';
import { toBase64 } from '../../src/core/base64';

/** What one sign-in computes with: what the user types and what a pool answers. */
export interface HandshakeInput {
  readonly poolName: string;
  readonly userId: string;
  readonly password: string;
  /** 3072 bits, hexadecimal. */
  readonly serverPublicValue: string;
  /** 128 bits, hexadecimal. */
  readonly salt: string;
  /** Base64. */
  readonly secretBlock: string;
  readonly timestamp: string;
}

const SERVER_VALUE_BYTES = 384;
const SALT_BYTES = 16;
const SECRET_BLOCK_BYTES = 1200;

/** A fresh input. To the client's arithmetic, a random number is as good as one that a pool computed. */
export function randomInput(): HandshakeInput {
  return {
    poolName: 'aBcDeFgHi',
    userId: globalThis.crypto.randomUUID(),
    password: `Correct-horse-${globalThis.crypto.randomUUID()}`,
    serverPublicValue: randomHex(SERVER_VALUE_BYTES),
    salt: randomHex(SALT_BYTES),
    secretBlock: toBase64(randomBytes(SECRET_BLOCK_BYTES)),
    timestamp: 'Fri Jan 2 03:04:05 UTC 2026',
  };
}

function randomHex(length: number): string {
  return toBigInt(randomBytes(length)).toString(16);
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
