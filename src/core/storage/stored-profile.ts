import { isRecord } from '../guards';
import type { Profile } from '../profile/profile';
import { parseSettings, storedSettings } from '../profile/settings';

/** A profile as it is stored: plain data, and no secret. */
export function storedProfile(profile: Profile): Readonly<Record<string, unknown>> {
  const { pool: userPoolId, ...settings } = storedSettings(profile);
  return { id: profile.id, slot: profile.slot, userPoolId, ...settings };
}

/** Reads a stored profile; null for anything else. */
export function parseProfile(value: unknown): Profile | null {
  if (!isRecord(value)) return null;
  const { id, slot, userPoolId: pool, ...others } = value;
  const settings = parseSettings({ ...others, pool });
  if (typeof id !== 'string' || !Number.isSafeInteger(slot) || Number(slot) < 0 || !settings) return null;
  return { id, slot: Number(slot), ...settings };
}
