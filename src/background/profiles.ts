import type { Profile } from '../core/profile';
import { EMPTY_FORM, type ProfileForm } from '../core/profile-form';
import {
  activeProfile,
  clientSecretKey,
  PROFILES,
  profileOf,
  type StoredProfile,
  type StoredProfiles,
} from '../core/stored';
import type { Storage, WithLock } from './ports';

/** The profiles on disk, and the client secrets in memory. */
export interface Profiles {
  /** Every profile that this version can read. */
  all(): Promise<readonly Profile[]>;
  /** The one that pages show; null before the first sign-in. */
  active(): Promise<Profile | null>;
  /** The active profile's form, also where this version cannot read it as a profile; else the empty form. */
  activeForm(): Promise<ProfileForm>;
  /** Makes the active profile what the form says, or adds the first one. */
  save(form: ProfileForm): Promise<Profile>;
  setAttach(profileId: string, attach: boolean): Promise<void>;
  clientSecret(profileId: string): Promise<string | null>;
  forgetClientSecret(profileId: string): Promise<void>;
}

/** @param newId gives an id that was never used before */
export function createProfiles(storage: Storage, withLock: WithLock, newId: () => string): Profiles {
  const update = (change: (stored: StoredProfiles) => StoredProfiles): Promise<void> =>
    withLock('profiles', async () => storage.write(PROFILES, change(await storage.read(PROFILES))));

  // The field is empty when it was left alone; a secret belongs to one app client, so it goes with it.
  const saveSecret = async (previous: StoredProfile | null, id: string, form: ProfileForm): Promise<void> => {
    const secret = form.clientSecret.trim();
    if (secret !== '') await storage.write(clientSecretKey(id), secret);
    else if (previous?.form.clientId !== form.clientId) await storage.remove(clientSecretKey(id));
  };

  return {
    all: async () => {
      const { profiles } = await storage.read(PROFILES);
      return profiles.map(profileOf).filter((profile) => profile !== null);
    },
    active: async () => {
      const stored = activeProfile(await storage.read(PROFILES));
      return stored && profileOf(stored);
    },
    activeForm: async () => activeProfile(await storage.read(PROFILES))?.form ?? EMPTY_FORM,
    save: async (form) => {
      const previous = activeProfile(await storage.read(PROFILES));
      const { id, slot, attach } = previous ?? { id: newId(), slot: 0, attach: true };
      const saved: StoredProfile = { id, slot, attach, form: { ...form, clientSecret: '' } };
      const profile = profileOf(saved);
      if (!profile) throw new TypeError('a form is checked before it is saved');
      await saveSecret(previous, id, form);
      await update(({ profiles }) => ({
        activeId: id,
        profiles: [...profiles.filter((other) => other.id !== id), saved],
      }));
      return profile;
    },
    setAttach: (profileId, attach) =>
      update((stored) => ({
        ...stored,
        profiles: stored.profiles.map((profile) =>
          profile.id === profileId ? { ...profile, attach } : profile,
        ),
      })),
    clientSecret: (profileId) => storage.read(clientSecretKey(profileId)),
    forgetClientSecret: (profileId) => storage.remove(clientSecretKey(profileId)),
  };
}
