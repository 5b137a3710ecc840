import { isRecord } from '../guards';
import { enteredHosts, type Profile } from '../profile/profile';
import { parseSettings, storedSettings } from '../profile/settings';
import { takesInStrangers } from '../shared-names/shared-names';

/** A profile as it is stored: plain data, and no secret. */
export function storedProfile({ refusedHosts, ...profile }: Profile): Readonly<Record<string, unknown>> {
  const apiHosts = enteredHosts({ ...profile, refusedHosts });
  const { pool: userPoolId, ...settings } = storedSettings({ ...profile, apiHosts });
  return { id: profile.id, slot: profile.slot, userPoolId, ...settings };
}

/**
 * Reads a stored profile; null for anything else. Its hosts are checked again: they may have been stored by a build whose
 * list of shared names was shorter.
 */
export function parseProfile(value: unknown): Profile | null {
  if (!isRecord(value)) return null;
  const { id, slot, userPoolId: pool, ...others } = value;
  const settings = parseSettings({ ...others, pool });
  if (typeof id !== 'string' || !Number.isSafeInteger(slot) || Number(slot) < 0 || !settings) return null;
  const refusedHosts = settings.apiHosts.filter(takesInStrangers);
  const apiHosts = settings.apiHosts.filter((host) => !refusedHosts.includes(host));
  return { id, slot: Number(slot), ...settings, apiHosts, refusedHosts };
}
