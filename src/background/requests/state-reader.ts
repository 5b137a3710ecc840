import { AuthError } from '../../core/auth-error';
import { neededAccess, type Profile } from '../../core/profile/profile';
import { EMPTY_FORM, formOf } from '../../core/profile/profile-form';
import { draftKey } from '../../core/storage/draft';
import { type PopupState, popupState, type ShownProfile } from '../../core/views/popup-state';
import { type SessionView, sessionView } from '../../core/views/session-view';
import type { SignIn } from '../sign-in/sign-in';
import type { Profiles } from '../state/profiles';
import type { SessionStore } from '../state/sessions';
import type { Store } from '../state/store';

export interface StateReaderPorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly signIn: Pick<SignIn, 'isUnderWay'>;
  readonly storage: Store;
  readonly browserCallbackUrl: string;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
}

/** Reads what pages are shown. */
export class StateReader {
  readonly #ports: StateReaderPorts;

  constructor(ports: StateReaderPorts) {
    this.#ports = ports;
  }

  /** @throws AuthError `notSignedIn` if there is no such profile */
  async profile(profileId: string): Promise<Profile> {
    const profile = await this.#ports.profiles.find(profileId);
    if (!profile) throw new AuthError('notSignedIn');
    return profile;
  }

  /**
   * The profile that a request is about; null for the one that was shown last, if there is one.
   * @throws AuthError `notSignedIn` if there is no such profile
   */
  async profileOrLast(profileId: string | null): Promise<Profile | null> {
    return profileId === null ? this.#ports.profiles.shown() : this.profile(profileId);
  }

  /** All that the popup shows of a profile; null for the one that was shown last. @throws as `profileOrLast` */
  async popupState(profileId: string | null): Promise<PopupState> {
    const { signIn, storage, browserCallbackUrl } = this.#ports;
    const profile = await this.profileOrLast(profileId);
    return popupState({
      shown: profile && (await this.#shown(profile)),
      form: profile ? formOf(profile) : EMPTY_FORM,
      missingAccess: profile ? await this.#missingAccess(profile) : [],
      isSigningIn: profile !== null && signIn.isUnderWay(profile),
      draft: await storage.read(draftKey(profile?.id ?? null)),
      setAside: (await storage.setAside()).length,
      browserCallbackUrl,
    });
  }

  async sessionView(profile: Profile): Promise<SessionView> {
    const session = await this.#ports.sessions.read(profile.id);
    return sessionView({ profile, session }, await this.#missingAccess(profile));
  }

  async #shown(profile: Profile): Promise<ShownProfile> {
    const { profiles, sessions } = this.#ports;
    const credentials = await profiles.secrets(profile.id);
    return { profile, session: await sessions.read(profile.id), credentials };
  }

  #missingAccess(profile: Profile): Promise<readonly string[]> {
    return this.#ports.missingAccess(neededAccess(profile));
  }
}
