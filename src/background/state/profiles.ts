import { hostText, MAX_HOSTS, parseAllowedPage } from '../../core/profile/api-host';
import { parseProfileForm } from '../../core/profile/form-parser';
import type { KeepMode, Profile } from '../../core/profile/profile';
import type { ProfileForm } from '../../core/profile/profile-form';
import {
  type FormSettings,
  INITIAL_SETTINGS,
  type ProfileSettings,
  type SwitchSettings,
} from '../../core/profile/settings';
import { PROFILES, type StoredProfiles } from '../../core/storage/profiles';
import type { WithLock } from '../ports';
import type { Store } from './store';

export interface ProfilesPorts {
  readonly store: Store;
  readonly withLock: WithLock;
  /** Gives an id that was never used before. */
  readonly newId: () => string;
}

/** All profiles, in the user's order, and the one that pages showed last. */
export interface ReadProfiles {
  readonly all: readonly Profile[];
  /** Null before the first sign-in. */
  readonly shown: Profile | null;
}

/** The profiles on disk. */
export class Profiles {
  readonly #ports: ProfilesPorts;

  constructor(ports: ProfilesPorts) {
    this.#ports = ports;
  }

  async read(): Promise<ReadProfiles> {
    const { profiles, shownId } = await this.#ports.store.read(PROFILES);
    return { all: profiles, shown: profiles.find(({ id }) => id === shownId) ?? null };
  }

  async all(): Promise<readonly Profile[]> {
    return (await this.read()).all;
  }

  /** The profile that pages showed last; null before the first sign-in. */
  async shown(): Promise<Profile | null> {
    return (await this.read()).shown;
  }

  async find(profileId: string): Promise<Profile | null> {
    return (await this.all()).find(({ id }) => id === profileId) ?? null;
  }

  /**
   * Makes a profile what the form says, or adds one where there is none of this id, unless the very same one is there: a
   * form may be sent twice. It is shown from then on.
   * @throws TypeError if the form has problems
   */
  async save(profileId: string | null, form: ProfileForm): Promise<Profile> {
    const { store, withLock, newId } = this.#ports;
    const settings = parseProfileForm(form);
    if (!settings.ok) throw new TypeError('a form is checked before it is saved');
    return withLock('profiles', async () => {
      const { profiles } = await store.read(PROFILES);
      const previous =
        profiles.find((each) => (profileId === null ? isAs(each, settings.value) : each.id === profileId)) ??
        null;
      const kept = previous ?? { ...INITIAL_SETTINGS, id: newId(), slot: freeSlot(profiles) };
      const saved: Profile = { ...kept, ...settings.value, refusedHosts: [], isWanted: true };
      await store.write(PROFILES, {
        shownId: saved.id,
        profiles: previous
          ? profiles.map((profile) => (profile === previous ? saved : profile))
          : [...profiles, saved],
      });
      return saved;
    });
  }

  /** Changes switches; of what is set for each host, only the hosts that are named. */
  changeSettings(profileId: string, settings: Partial<SwitchSettings>): Promise<void> {
    return this.#change(profileId, ({ hostScopes, hostFrames }) => ({
      ...settings,
      hostScopes: { ...hostScopes, ...settings.hostScopes },
      hostFrames: { ...hostFrames, ...settings.hostFrames },
    }));
  }

  /** The user has signed in, or out. */
  setWanted(profileId: string, isWanted: boolean): Promise<void> {
    return this.#change(profileId, () => ({ isWanted }));
  }

  /** What of the profile's sign-in outlives the browser. */
  setKeepSignedIn(profileId: string, keepSignedIn: KeepMode): Promise<void> {
    return this.#change(profileId, ({ keepPassword }) => ({
      keepSignedIn,
      keepPassword: keepPassword && keepSignedIn !== 'untilBrowserCloses',
    }));
  }

  /**
   * Adds a page to those that may make the browser send the token, unless it is one of them. What is no origin of a web
   * page is not added, nor one too many: the form could not be read any more.
   */
  allowPage(profileId: string, origin: string): Promise<void> {
    // An opaque origin reads "null", which would pass for a host name.
    const page = /^https?:\/\//.test(origin) ? parseAllowedPage(origin) : null;
    if (!page?.ok) return Promise.resolve();
    return this.#change(profileId, ({ allowedPages }) => {
      const isKnown = allowedPages.map(hostText).includes(hostText(page.value));
      return isKnown || allowedPages.length >= MAX_HOSTS
        ? {}
        : { allowedPages: [...allowedPages, page.value] };
    });
  }

  /** Fills in the domain that the pool has told. */
  setHostedUiDomain(profileId: string, domain: string): Promise<void> {
    return this.#change(profileId, ({ hostedUi }) => ({ hostedUi: { ...hostedUi, domain } }));
  }

  #change(profileId: string, change: (profile: Profile) => Partial<ProfileSettings>): Promise<void> {
    return this.#update((stored) => ({
      ...stored,
      profiles: stored.profiles.map((profile) =>
        profile.id === profileId ? { ...profile, ...change(profile) } : profile,
      ),
    }));
  }

  #update(change: (stored: StoredProfiles) => StoredProfiles): Promise<void> {
    const { store, withLock } = this.#ports;
    return withLock('profiles', async () => store.write(PROFILES, change(await store.read(PROFILES))));
  }
}

function isAs(profile: Profile, settings: FormSettings): boolean {
  return JSON.stringify({ ...profile, ...settings }) === JSON.stringify(profile);
}

// Rule ids are made of it, so no two profiles may share one.
function freeSlot(profiles: readonly Profile[]): number {
  const taken = new Set(profiles.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}
