import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { g, hashToInteger, k, modPow, N, padHex } from './srp-group';

/** What a server keeps of a password: enough to check a proof, not enough to sign in with. */
export interface SrpCredential {
  readonly salt: bigint;
  readonly verifier: bigint;
}

/** The server's half of one exchange: b stays here, B goes to the client as SRP_B. */
export interface SrpServerKeys {
  readonly privateB: bigint;
  readonly publicB: bigint;
}

/** x = H(salt | H(pool name + username : password)), v = g^x (RFC 5054 section 2.4, with the pool name added by Cognito). */
export function createSrpCredential(
  poolName: string,
  username: string,
  password: string,
  salt = randomInteger(16),
): SrpCredential {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest('hex');
  const x = hashToInteger(padHex(salt) + identity);
  return { salt, verifier: modPow(g, x, N) };
}

/** b at random, B = k·v + g^b (RFC 5054 section 2.5.3). */
export function createSrpServerKeys({ verifier }: SrpCredential): SrpServerKeys {
  const privateB = randomInteger(32);
  return { privateB, publicB: (k * verifier + modPow(g, privateB, N)) % N };
}

/** RFC 5054 section 2.5.4: an A that N divides would make the shared secret 0, whatever the password. */
export function isUsablePublicA(publicA: bigint): boolean {
  return publicA % N !== 0n;
}

/** The 16-byte key that only someone who knows the password also gets: HKDF over S = (A·v^u)^b, salted with u. */
export function passwordClaimKey(credential: SrpCredential, publicA: bigint, keys: SrpServerKeys): Buffer {
  const u = hashToInteger(padHex(publicA) + padHex(keys.publicB));
  const S = modPow(publicA * modPow(credential.verifier, u, N), keys.privateB, N);
  const key = hkdfSync('sha256', bytesOf(S), bytesOf(u), 'Caldera Derived Key', 16);
  return Buffer.from(key);
}

/** PASSWORD_CLAIM_SIGNATURE: HMAC-SHA-256 over pool name, username, secret block (base64) and timestamp. */
export function passwordClaimSignature(
  key: Buffer,
  claim: { poolName: string; username: string; secretBlock: string; timestamp: string },
): Buffer {
  return createHmac('sha256', key)
    .update(claim.poolName)
    .update(claim.username)
    .update(claim.secretBlock, 'base64')
    .update(claim.timestamp)
    .digest();
}

export function signaturesAreEqual(expected: Buffer, base64: string): boolean {
  const actual = Buffer.from(base64, 'base64');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function randomInteger(bytes: number): bigint {
  return BigInt(`0x${randomBytes(bytes).toString('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(padHex(value), 'hex');
}
