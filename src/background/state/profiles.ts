import type { Profile } from '../../core/profile/profile';
import { EMPTY_FORM, type ProfileForm, type SecretField } from '../../core/profile/profile-form';
import { parseTotpSecret } from '../../core/profile/totp-secret';
import type { ProfileSecrets } from '../../core/session/credentials';
import {
  activeProfile,
  PROFILES,
  profileOf,
  type StoredProfile,
  type StoredProfiles,
  secretsKey,
} from '../../core/storage/stored';
import type { Storage, WithLock } from '../ports';

/** What a profile has besides its form. */
type ProfileSwitches = Omit<StoredProfile, 'id' | 'slot' | 'form'>;

const NO_TYPED_SECRETS = { clientSecret: '', totpSecret: '' } satisfies Record<SecretField, string>;
const NEW_PROFILE = { attach: true, holdNavigations: true, isWanted: true, hostScopes: {} };

/** The profiles on disk, and their secrets in memory. */
export interface Profiles {
  /** Every profile that this version can read. */
  all(): Promise<readonly Profile[]>;
  /** The one that pages show; null before the first sign-in. */
  active(): Promise<Profile | null>;
  /**
   * A profile's form, also where this version cannot read it as a profile; null for the active one's. Empty if there is no
   * such profile.
   */
  form(profileId: string | null): Promise<ProfileForm>;
  /** Makes the active profile what the form says, or adds the first one. */
  save(form: ProfileForm): Promise<Profile>;
  /** Changes what the form does not hold; of the hosts' scopes only those that are named. */
  setSwitches(profileId: string, switches: Partial<ProfileSwitches>): Promise<void>;
  /** Adds a page to those that may make the browser send the token. */
  allowPage(profileId: string, origin: string): Promise<void>;
  /** Fills in the domain that the pool has told. */
  setHostedUiDomain(profileId: string, domain: string): Promise<void>;
  secrets(profileId: string): Promise<ProfileSecrets>;
  setSecrets(profileId: string, secrets: Partial<ProfileSecrets>): Promise<void>;
}

// Rule ids are made of it, so no two profiles may share one.
function freeSlot({ profiles }: StoredProfiles): number {
  const taken = new Set(profiles.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}

/** @param newId gives an id that was never used before */
export function createProfiles(storage: Storage, withLock: WithLock, newId: () => string): Profiles {
  const update = (change: (stored: StoredProfiles) => StoredProfiles): Promise<void> =>
    withLock('profiles', async () => storage.write(PROFILES, change(await storage.read(PROFILES))));

  const change = (profileId: string, how: (profile: StoredProfile) => StoredProfile): Promise<void> =>
    update((stored) => ({
      ...stored,
      profiles: stored.profiles.map((profile) => (profile.id === profileId ? how(profile) : profile)),
    }));

  // A field is empty when it was left alone. A client's secret belongs to one app client, a user's to one user, and goes
  // with it.
  const saveSecrets = async (
    previous: StoredProfile | null,
    id: string,
    form: ProfileForm,
  ): Promise<void> => {
    const kept = await storage.read(secretsKey(id));
    const isSameClient = previous?.form.clientId === form.clientId;
    const isSameUser = isSameClient && previous?.form.username === form.username;
    // A pool asks whether to remember a device when it is new, so that another wish takes another device.
    const isSameDevice = isSameUser && previous?.form.rememberDevice === form.rememberDevice;
    const totpSecret = parseTotpSecret(form.totpSecret);
    await storage.write(secretsKey(id), {
      clientSecret: form.clientSecret.trim() || (isSameClient ? kept.clientSecret : null),
      totpSecret: (totpSecret.ok && totpSecret.value) || (isSameUser ? kept.totpSecret : null),
      device: isSameDevice ? kept.device : null,
    });
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
    form: async (profileId) => {
      const stored = await storage.read(PROFILES);
      const named = stored.profiles.find(({ id }) => id === (profileId ?? stored.activeId));
      return named?.form ?? EMPTY_FORM;
    },
    save: (form) =>
      withLock('profiles', async () => {
        const stored = await storage.read(PROFILES);
        const previous = activeProfile(stored);
        const saved: StoredProfile = {
          ...(previous ?? { ...NEW_PROFILE, id: newId(), slot: freeSlot(stored) }),
          isWanted: true,
          form: { ...form, ...NO_TYPED_SECRETS },
        };
        const profile = profileOf(saved);
        if (!profile) throw new TypeError('a form is checked before it is saved');
        await saveSecrets(previous, saved.id, form);
        const others = stored.profiles.filter(({ id }) => id !== saved.id);
        await storage.write(PROFILES, { activeId: saved.id, profiles: [...others, saved] });
        return profile;
      }),
    setSwitches: (profileId, switches) =>
      change(profileId, (profile) => {
        const hostScopes = { ...profile.hostScopes, ...switches.hostScopes };
        return { ...profile, ...switches, hostScopes };
      }),
    allowPage: (profileId, origin) =>
      change(profileId, (profile) => {
        const allowedPages = `${profile.form.allowedPages}\n${origin}`.trim();
        return { ...profile, form: { ...profile.form, allowedPages } };
      }),
    setHostedUiDomain: (profileId, hostedUiDomain) =>
      change(profileId, (profile) => ({ ...profile, form: { ...profile.form, hostedUiDomain } })),
    secrets: (profileId) => storage.read(secretsKey(profileId)),
    setSecrets: (profileId, secrets) =>
      withLock('profiles', async () => {
        const key = secretsKey(profileId);
        await storage.write(key, { ...(await storage.read(key)), ...secrets });
      }),
  };
}
