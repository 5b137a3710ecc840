import { fromBase64 } from '../base64';
import { isRecord } from '../guards';

/** A public key that a pool signs with (RFC 7517, RFC 7518 section 6.3.1). */
export interface SigningKey {
  readonly kty: 'RSA';
  readonly kid: string;
  /** The modulus, base64url. */
  readonly n: string;
  /** The exponent, base64url. */
  readonly e: string;
}

/** The keys of one user pool. */
export interface KeySet {
  readonly keys: readonly SigningKey[];
  /** Epoch ms of the local clock. */
  readonly fetchedAtMs: number;
  /** Whether it was fetched soon after another. */
  readonly isRepeated: boolean;
}

// RFC 7518 section 3.3: RS256 needs a key of 2048 bits or more.
const LEAST_MODULUS_BITS = 2048;

/**
 * Reads a JSON Web Key Set, leaving out the keys that cannot have signed a token with RS256.
 * @returns null for anything that is no key set
 */
export function parseKeys(value: unknown): readonly SigningKey[] | null {
  if (!isRecord(value) || !Array.isArray(value.keys)) return null;
  return value.keys.map(parseKey).filter((key) => key !== null);
}

/** A key set as it comes back from storage; null for anything else. */
export function parseKeySet(value: unknown): KeySet | null {
  const keys = parseKeys(value);
  if (!keys || !isRecord(value) || typeof value.fetchedAtMs !== 'number') return null;
  return { keys, fetchedAtMs: value.fetchedAtMs, isRepeated: value.isRepeated === true };
}

/** The key of this id, or null. */
export function keyOf({ keys }: KeySet, kid: string): SigningKey | null {
  return keys.find((key) => key.kid === kid) ?? null;
}

function parseKey(value: unknown): SigningKey | null {
  if (!isRecord(value)) return null;
  const { kty, kid, n, e, use = 'sig', alg = 'RS256' } = value;
  if (kty !== 'RSA' || use !== 'sig' || alg !== 'RS256') return null;
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return null;
  return isLongModulus(n) ? { kty, kid, n, e } : null;
}

function isLongModulus(base64url: string): boolean {
  try {
    const bytes = fromBase64(base64url);
    const first = bytes.findIndex((byte) => byte > 0);
    const spareBits = Math.clz32(bytes[first] ?? 0) - 24;
    return first >= 0 && (bytes.length - first) * 8 - spareBits >= LEAST_MODULUS_BITS;
  } catch {
    return false;
  }
}
