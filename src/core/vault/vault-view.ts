import { isRecord } from '../guards';

/** How the vault with the passphrase stands. */
export type VaultState = 'none' | 'locked' | 'open';

/** After how many minutes without the user the vault locks; 0 for never. */
const LOCK_MINUTES = [1, 5, 15, 60, 0] as const;
export type LockMinutes = (typeof LOCK_MINUTES)[number];

/** When the vault locks by itself. */
export interface LockSettings {
  readonly afterMinutes: LockMinutes;
  readonly withScreen: boolean;
}

export const INITIAL_LOCK_SETTINGS: LockSettings = { afterMinutes: 15, withScreen: true };

/** What pages show of what is kept on this device. */
export interface VaultView extends LockSettings {
  readonly state: VaultState;
  /** Whether anything is kept that the passphrase opens. */
  readonly isLockable: boolean;
  /** Whether anything is kept, of whichever profile. */
  readonly isKept: boolean;
  /** Whether the last change of the profile could not be kept. */
  readonly hasFailed: boolean;
}

/** Reads stored or received settings; null for anything else. */
export function parseLockSettings(value: unknown): LockSettings | null {
  if (!isRecord(value) || typeof value.withScreen !== 'boolean') return null;
  const afterMinutes = LOCK_MINUTES.find((minutes) => minutes === value.afterMinutes);
  return afterMinutes === undefined ? null : { afterMinutes, withScreen: value.withScreen };
}
