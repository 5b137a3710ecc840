import { objectOf, oneOf, orNull, type Read, readFlag, readNumber, readText, recordOf } from '../readers';
import type { Kept } from '../vault/kept';
import {
  FEWEST_ITERATIONS,
  type Kdf,
  MOST_ITERATIONS,
  type PassphraseLock,
  type Sealed,
  type SealedVault,
} from '../vault/sealed-vault';
import { readCredentials } from './credentials';
import { StoredKey } from './stored-key';

/** What opens a vault: a passphrase, or a key that lies on this device. */
export type VaultKind = 'passphrase' | 'device';

export const SLOTS = ['a', 'b'] as const;
export type Slot = (typeof SLOTS)[number];

const readSealed = objectOf<Sealed>({ iv: readText, data: readText });

const LAST_SEQUENCE = 2 ** 50;

const readIterations = wholeNumber(FEWEST_ITERATIONS, MOST_ITERATIONS);

const readLock = objectOf<PassphraseLock>({
  kdf: objectOf<Kdf>({ name: oneOf(['PBKDF2-SHA256']), iterations: readIterations, salt: readText }),
  wrappedKey: readSealed,
});

const readVault = objectOf<SealedVault>({
  sequence: wholeNumber(0, LAST_SEQUENCE),
  lock: orNull(readLock),
  entries: recordOf(readSealed),
});

/** One of the two places of a vault: the newer one counts, the other one is written next. */
export function vaultKey(kind: VaultKind, slot: Slot): StoredKey<SealedVault | null> {
  return new StoredKey<SealedVault | null>({
    area: 'local',
    key: `vault:${kind}:${slot}`,
    version: 1,
    initial: null,
    parse: (value) => readVault(value) ?? null,
  });
}

/** The key that lies on this device, base64url; null where nothing is kept by it. */
export const DEVICE_KEY = new StoredKey<string | null>({
  area: 'local',
  key: 'deviceKey',
  version: 1,
  initial: null,
  parse: (value) => (/^[\w-]{43}$/.test(readText(value) ?? '') ? String(value) : null),
});

/** Whether the vault with the passphrase is open, in memory. */
export interface VaultAccess {
  /** Base64url; null while it is locked. */
  readonly dataKey: string | null;
  /** Locked already for all who read; what was under way is yet to be put into it. */
  readonly isLocking: boolean;
  /** Wrong passphrases in a row. */
  readonly failures: number;
  /** Epoch ms of the last of these. */
  readonly failedAtMs: number;
}

export const VAULT_ACCESS = new StoredKey<VaultAccess>({
  area: 'session',
  key: 'vaultAccess',
  version: 1,
  initial: { dataKey: null, isLocking: false, failures: 0, failedAtMs: 0 },
  parse: (value) => readAccess(value) ?? null,
});

const readAccess = objectOf<VaultAccess>({
  dataKey: orNull(readText),
  isLocking: readFlag,
  failures: readNumber,
  failedAtMs: readNumber,
});

const readKept = objectOf<Kept>({
  credentials: readCredentials,
  user: orNull(objectOf<NonNullable<Kept['user']>>({ subject: readText, username: readText })),
});

/** Reads what was sealed; null for anything else. */
export function parseKept(json: string): Kept | null {
  return readKept(JSON.parse(json)) ?? null;
}

function wholeNumber(least: number, most: number): Read<number> {
  return (value) => {
    const number = Number.isSafeInteger(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  };
}
