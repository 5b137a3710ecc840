import { fromBase64, toBase64 } from '../../core/base64';
import { concat, toBigInt, toSignedBytes, utf8 } from '../bytes';
import { hmac } from '../hmac';
import { mod, modPow } from './modular';

/** What SRP needs of WebCrypto. */
export type SrpCrypto = Pick<Crypto, 'subtle' | 'getRandomValues'>;

/** The first half of the exchange: a new secret and what to send of it. */
export interface SrpKeys {
  readonly secret: bigint;
  readonly publicValue: bigint;
}

/** What the pool answers to the first half, and what the user knows. */
export interface SrpProofInput {
  readonly poolName: string;
  /** `USER_ID_FOR_SRP`: the real user name, not the alias that was typed. */
  readonly userId: string;
  readonly password: string;
  readonly keys: SrpKeys;
  /** `SRP_B`, hexadecimal. */
  readonly serverPublicValue: string;
  /** `SALT`, hexadecimal. */
  readonly salt: string;
  /** `SECRET_BLOCK`, base64. */
  readonly secretBlock: string;
  /** As `srpTimestamp` writes it. */
  readonly timestamp: string;
}

// The 3072-bit group of RFC 3526 section 4, with generator 2.
const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899F' +
    'A5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552' +
    'BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52' +
    'C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF' +
    '0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A' +
    '64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
const G = 2n;
// 256 bits, what RFC 5054 section 2.5.4 asks for. More adds nothing: this group is as strong as a key of 128 bits, and
// NIST SP 800-56A section 5.6.1.1.1 wants an exponent of twice that. AWS's library uses 1024, for four times the work.
const SECRET_BYTES = 32;
const KEY_BYTES = 16;
const KEY_INFO = concat(utf8('Caldera Derived Key'), Uint8Array.of(1));

/**
 * Generates a secret and computes `SRP_A` from it (RFC 5054 section 2.5.4: A = g^a mod N).
 * @param crypto its `getRandomValues` must be cryptographically secure
 */
export function createSrpKeys(crypto: SrpCrypto): SrpKeys {
  return srpKeysFrom(toBigInt(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
}

/** The keys of a secret that was generated before. */
export function srpKeysFrom(secret: bigint): SrpKeys {
  return { secret, publicValue: modPow(G, secret, N) };
}

/** A number as the API takes it: hexadecimal, lower case. */
export function srpHex(value: bigint): string {
  return value.toString(16);
}

/**
 * The proof that the user knows the password, `PASSWORD_CLAIM_SIGNATURE`.
 * Source: RFC 5054 section 2.6 for the key; Cognito's own HKDF and message, as amazon-cognito-identity-js computes
 * them (AuthenticationHelper, CognitoUser).
 * @returns base64
 * @throws RangeError if the pool's values would give the password away or fix the key (RFC 5054 section 2.5.3)
 */
export async function proveSrpPassword(crypto: SrpCrypto, input: SrpProofInput): Promise<string> {
  const key = await passwordAuthenticationKey(crypto, input);
  const message = concat(
    utf8(input.poolName),
    utf8(input.userId),
    fromBase64(input.secretBlock),
    utf8(input.timestamp),
  );
  return toBase64(await hmac(crypto.subtle, 'SHA-256', key, message));
}

/**
 * The key that both sides derive, as amazon-cognito-identity-js names it: HKDF of S = (B - k g^x) ^ (a + u x) mod N.
 * @returns 16 bytes
 */
export async function passwordAuthenticationKey(
  crypto: SrpCrypto,
  input: Omit<SrpProofInput, 'secretBlock' | 'timestamp'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { keys } = input;
  const serverValue = BigInt(`0x${input.serverPublicValue}`);
  if (mod(serverValue, N) === 0n) throw new RangeError('SRP_B is a multiple of N');
  const u = await hashNumber(crypto, toSignedBytes(keys.publicValue), toSignedBytes(serverValue));
  if (u === 0n) throw new RangeError('the SRP scrambling parameter is zero');
  const k = await hashNumber(crypto, toSignedBytes(N), toSignedBytes(G));
  const x = await passwordNumber(crypto, input);
  const base = mod(serverValue - k * modPow(G, x, N), N);
  const premaster = modPow(base, keys.secret + u * x, N);
  return deriveKey(crypto, toSignedBytes(premaster), toSignedBytes(u));
}

/** What a pool keeps in place of a password: g^x mod N (RFC 5054 section 2.5.3). */
export async function srpVerifier(
  crypto: SrpCrypto,
  input: Pick<SrpProofInput, 'poolName' | 'userId' | 'password' | 'salt'>,
): Promise<bigint> {
  return modPow(G, await passwordNumber(crypto, input), N);
}

async function passwordNumber(
  crypto: SrpCrypto,
  input: Pick<SrpProofInput, 'poolName' | 'userId' | 'password' | 'salt'>,
): Promise<bigint> {
  const identity = await sha256(crypto, utf8(`${input.poolName}${input.userId}:${input.password}`));
  return hashNumber(crypto, toSignedBytes(BigInt(`0x${input.salt}`)), identity);
}

// HKDF (RFC 5869) cut to one block of 16 bytes.
async function deriveKey(
  crypto: SrpCrypto,
  material: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pseudoRandomKey = await hmac(crypto.subtle, 'SHA-256', salt, material);
  return (await hmac(crypto.subtle, 'SHA-256', pseudoRandomKey, KEY_INFO)).slice(0, KEY_BYTES);
}

async function hashNumber(crypto: SrpCrypto, ...parts: readonly Uint8Array[]): Promise<bigint> {
  return toBigInt(await sha256(crypto, concat(...parts)));
}

async function sha256(crypto: SrpCrypto, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
