import { AuthError } from '../../core/auth-error';
import { missingAccess } from '../../core/profile/host-access';
import { neededAccess, type Profile } from '../../core/profile/profile';
import { EMPTY_FORM, formOf } from '../../core/profile/profile-form';
import { type Snapshot, stateOf } from '../../core/session/snapshot';
import { draftKey } from '../../core/storage/draft';
import { LOCK_SETTINGS } from '../../core/storage/lock-settings';
import { type PopupState, popupState } from '../../core/views/popup-state';
import { type SessionView, sessionView } from '../../core/views/session-view';
import type { SignIn } from '../sign-in/sign-in';
import type { Profiles } from '../state/profiles';
import type { SnapshotReader } from '../state/snapshot-reader';
import type { Store } from '../state/store';
import type { Vaults } from '../vault/vaults';

export interface StateReaderPorts {
  readonly profiles: Profiles;
  readonly snapshots: SnapshotReader;
  readonly store: Store;
  readonly signIn: Pick<SignIn, 'isUnderWay'>;
  readonly vaults: Pick<Vaults, 'view'>;
  readonly browserCallbackUrl: string;
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

  /** All that the popup shows of a profile. @throws AuthError `notSignedIn` if there is no such profile */
  async popupState(profileId: string): Promise<PopupState> {
    const snapshot = await this.#ports.snapshots.read();
    if (!stateOf(snapshot, profileId)) throw new AuthError('notSignedIn');
    return this.#popupState(snapshot, profileId);
  }

  /** The same of the profile that was shown last; an empty form before the first sign-in. */
  async lastPopupState(): Promise<PopupState> {
    const snapshot = await this.#ports.snapshots.read();
    return this.#popupState(snapshot, snapshot.shownId);
  }

  /** A profile's session as pages see it. */
  async sessionView({ id }: Profile): Promise<SessionView> {
    const snapshot = await this.#ports.snapshots.read();
    const state = stateOf(snapshot, id);
    if (!state) throw new AuthError('notSignedIn');
    const missing = missingAccess(snapshot.access, neededAccess(state.profile));
    return sessionView(state, missing, snapshot);
  }

  async #popupState(snapshot: Snapshot, profileId: string | null): Promise<PopupState> {
    const { store, signIn, vaults, browserCallbackUrl } = this.#ports;
    const shown = profileId === null ? null : stateOf(snapshot, profileId);
    return popupState({
      shown,
      form: shown ? formOf(shown.profile) : EMPTY_FORM,
      missingAccess: shown ? missingAccess(snapshot.access, neededAccess(shown.profile)) : [],
      clock: snapshot,
      seesNavigations: snapshot.access.navigations ?? false,
      isSigningIn: shown !== null && signIn.isUnderWay(shown.profile),
      draft: await store.read(draftKey(profileId)),
      setAside: (await store.setAside()).length,
      browserCallbackUrl,
      vault: { ...(await store.read(LOCK_SETTINGS)), ...(await vaults.view(shown?.profile ?? null)) },
    });
  }
}
