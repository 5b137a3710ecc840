import { createHash, getDiffieHellman } from 'node:crypto';

/** The 3072-bit safe prime of RFC 3526 group 15 (RFC 5054 appendix A uses the same number with g = 5; Cognito with g = 2). */
export const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
export const g = 2n;
/** The multiplier k = H(PAD(N) | PAD(g)) of SRP-6a, with Cognito's own padding. */
export const k = hashToInteger(padHex(N) + padHex(g));

/**
 * Hex as Java's `BigInteger.toByteArray()` gives it: the fewest bytes that still start with a zero sign bit.
 * Cognito hashes every number in this form, not padded to the length of N as RFC 5054 has it.
 */
export function padHex(value: bigint): string {
  const hex = value.toString(16);
  const evenHex = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/.test(evenHex) ? `00${evenHex}` : evenHex;
}

/** SHA-256 over the bytes that `hex` stands for, read as a number. */
export function hashToInteger(hex: string): bigint {
  return BigInt(`0x${createHash('sha256').update(hex, 'hex').digest('hex')}`);
}

/** base^exponent mod modulus, by squaring. Not constant-time, which is of no concern for made-up passwords. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let power = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}
