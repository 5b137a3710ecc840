import { utf8 } from '../../cognito/bytes';
import { fromBase64, toBase64Url } from '../../core/base64';
import type { Kdf, Sealed } from '../../core/vault/sealed-vault';

/** What we need of Web Cryptography. */
export interface VaultCrypto {
  readonly subtle: SubtleCrypto;
  getRandomValues(array: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

// Source: NIST SP 800-38D, section 8.2: 96 bits, each used once; at random, a key is good for 2^32 of them.
const IV_BYTES = 12;
const AES = { name: 'AES-GCM', length: 256 } as const;

/** Random bytes, base64url. */
export function randomText(crypto: VaultCrypto, bytes: number): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** The key that these 32 bytes are. @param raw base64url */
export function keyOf(crypto: VaultCrypto, raw: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64(raw), AES, false, ['encrypt', 'decrypt']);
}

/**
 * The key that a passphrase makes, in a fifth of a second by design. Keyboards write the same letter in several ways, so
 * it is normalized first. Source: RFC 8018, section 5.2 (PBKDF2).
 */
export async function passphraseKey(
  { subtle }: VaultCrypto,
  passphrase: string,
  { iterations, salt }: Kdf,
): Promise<CryptoKey> {
  const typed = await subtle.importKey('raw', utf8(passphrase.normalize('NFKC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations };
  return subtle.deriveKey(pbkdf2, typed, AES, false, ['encrypt', 'decrypt']);
}

/** @param bound what the text belongs to: it opens together with this alone */
export async function seal(
  crypto: VaultCrypto,
  key: CryptoKey,
  text: string,
  bound: string,
): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const data = await crypto.subtle.encrypt(
    { name: AES.name, iv, additionalData: utf8(bound) },
    key,
    utf8(text),
  );
  return { iv: toBase64Url(iv), data: toBase64Url(data) };
}

/** The text that was sealed; null where the key is another one, or anything was changed since. */
export async function open(
  { subtle }: VaultCrypto,
  key: CryptoKey,
  { iv, data }: Sealed,
  bound: string,
): Promise<string | null> {
  try {
    const algorithm = { name: AES.name, iv: fromBase64(iv), additionalData: utf8(bound) };
    return new TextDecoder().decode(await subtle.decrypt(algorithm, key, fromBase64(data)));
  } catch {
    return null;
  }
}
