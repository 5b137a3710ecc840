/** Bytes that AES-256-GCM has sealed, base64url. */
export interface Sealed {
  /** 96 bits, never used twice with one key. */
  readonly iv: string;
  /** With the tag at its end. */
  readonly data: string;
}

/** How a passphrase becomes a key. */
export interface Kdf {
  readonly name: 'PBKDF2-SHA256';
  readonly iterations: number;
  /** Base64url. */
  readonly salt: string;
}

/** The data key under a passphrase. */
export interface PassphraseLock {
  readonly kdf: Kdf;
  readonly wrappedKey: Sealed;
}

/** A vault as it lies on the disk. */
export interface SealedVault {
  /** One more with each write, so that the newer of two slots is known. */
  readonly sequence: number;
  /** Null where the data key lies beside it on this device. */
  readonly lock: PassphraseLock | null;
  /** What is kept, by profile. */
  readonly entries: Readonly<Record<string, Sealed>>;
}

const VERSION = 1;

/** OWASP asks for 600,000 (Password Storage Cheat Sheet); a vault that was made with fewer than now gets these when it is unlocked. */
export const ITERATIONS = 1_000_000;
export const FEWEST_ITERATIONS = 600_000;
// A stored number may not keep the worker busy for minutes.
export const MOST_ITERATIONS = 10_000_000;

/** What a wrapped data key is bound to: parameters that were tampered with open nothing. */
export function boundToKdf({ name, iterations, salt }: Kdf): string {
  return JSON.stringify(['dataKey', VERSION, name, iterations, salt]);
}

/** What of a profile its entry is bound to: it opens for no other user pool, app client, endpoint or domain. */
export interface EntryOwner {
  readonly id: string;
  readonly pool: { readonly userPoolId: string };
  readonly clientId: string;
  readonly customEndpoint: string | null;
  readonly hostedUi: { readonly domain: string | null };
}

export function boundToOwner({ id, pool, clientId, customEndpoint, hostedUi }: EntryOwner): string {
  return JSON.stringify(['entry', VERSION, id, pool.userPoolId, clientId, customEndpoint, hostedUi.domain]);
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** How long the next try has to wait after passphrases that were wrong: 1 s to 1 min. @returns ms */
export function passphraseWaitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
}
