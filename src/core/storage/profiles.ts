import { isRecord } from '../guards';
import type { Profile } from '../profile/profile';
import { profilesOfVersion1 } from './profiles-version-1';
import { type SetAside, StoredKey } from './stored-key';
import { parseProfile, storedProfile } from './stored-profile';

export interface StoredProfiles {
  /** The profile that pages showed last; null before the first sign-in. */
  readonly shownId: string | null;
  /** In the user's order: on a host that two of them share, the earlier one leads. */
  readonly profiles: readonly Profile[];
}

export const PROFILES = new StoredKey<StoredProfiles>({
  area: 'local',
  key: 'profiles',
  version: 2,
  initial: { shownId: null, profiles: [] },
  parse: parseProfiles,
  migrations: { 1: profilesOfVersion1 },
  store: ({ shownId, profiles }) => ({ shownId, profiles: profiles.map(storedProfile) }),
});

function parseProfiles(value: unknown, setAside: SetAside): StoredProfiles | null {
  if (!isRecord(value) || !Array.isArray(value.profiles)) return null;
  const profiles: Profile[] = [];
  for (const stored of value.profiles) {
    const profile = parseProfile(stored);
    // Rule ids are made of the slot, and what is kept of a profile lies under its id.
    const isTaken = profiles.some(({ id, slot }) => id === profile?.id || slot === profile?.slot);
    if (profile && !isTaken) profiles.push(profile);
    else setAside(stored);
  }
  return { shownId: typeof value.shownId === 'string' ? value.shownId : null, profiles };
}
