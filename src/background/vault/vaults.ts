import { AuthError } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import { NO_CREDENTIALS } from '../../core/session/credentials';
import type { ProfileState } from '../../core/session/profile-state';
import { hasBegun, LOCKED } from '../../core/session/session';
import { DEVICE_KEY } from '../../core/storage/vault';
import { type Kept, keptOf } from '../../core/vault/kept';
import type { LockSettings, VaultState, VaultView } from '../../core/vault/vault-view';
import type { Clock, WithLock } from '../ports';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';
import { Vault } from './vault';
import { randomText, type VaultCrypto } from './vault-cipher';
import { VaultOpener } from './vault-opener';

export interface VaultsPorts {
  readonly store: Store;
  readonly profiles: Pick<Profiles, 'find' | 'all'>;
  readonly crypto: VaultCrypto;
  readonly withLock: WithLock;
  readonly clock: Pick<Clock, 'now'>;
}

const KEY_BYTES = 32;

/** What outlives the browser: one vault that a passphrase opens, and one whose key lies on this device. */
export class Vaults {
  readonly #ports: VaultsPorts;
  readonly #withPassphrase: Vault;
  readonly #onDevice: Vault;
  readonly #opener: VaultOpener;
  readonly #failed = new Set<string>();

  constructor(ports: VaultsPorts) {
    this.#ports = ports;
    this.#withPassphrase = new Vault('passphrase', ports);
    this.#onDevice = new Vault('device', ports);
    this.#opener = new VaultOpener({ ...ports, vault: this.#withPassphrase });
  }

  /** How the vault with the passphrase stands; there is none where nothing needs one. */
  async state(): Promise<VaultState> {
    const isEmpty = await this.#withPassphrase.isEmpty();
    const isOpen = (await this.#openKey()) !== null && (await this.#withPassphrase.lock()) !== null;
    if (isOpen && (!isEmpty || (await this.#isWanted()))) return 'open';
    return isEmpty ? 'none' : 'locked';
  }

  /** Whether there is anything to lock, now or once a sign-in has come to its end. */
  async isUsed(): Promise<boolean> {
    return (await this.#openKey()) !== null || !(await this.#withPassphrase.isEmpty());
  }

  /** What pages show of it. */
  async view(profile: Profile | null): Promise<Omit<VaultView, keyof LockSettings>> {
    const isLockable = !(await this.#withPassphrase.isEmpty());
    return {
      state: await this.state(),
      isLockable,
      isKept: isLockable || !(await this.#onDevice.isEmpty()),
      hasFailed: profile !== null && this.hasFailed(profile),
    };
  }

  /** A stored state as it is to be read: locked where it waits for the passphrase. */
  async seen(state: ProfileState): Promise<ProfileState> {
    const { profile, session } = state;
    if (!isLockable(profile) || (await this.#openKey()) !== null) return state;
    const isLeft = session.kind !== 'signedOut' && (await this.isLocking());
    const isLocked = isLeft || (await this.#withPassphrase.keeps(profile.id));
    return isLocked ? { ...state, session: LOCKED, credentials: NO_CREDENTIALS } : state;
  }

  /**
   * Keeps what a state has, as the settings of its profile say now. A full disk ends no session: what could not be kept is
   * remembered, and tried again with the next change.
   */
  async keep(state: ProfileState): Promise<void> {
    const { id } = state.profile;
    try {
      await this.#alone(() => this.#keep(state));
      this.#failed.delete(id);
    } catch {
      this.#failed.add(id);
    }
  }

  /** Whether the last change of a profile could not be kept. */
  hasFailed({ id }: Profile): boolean {
    return this.#failed.has(id);
  }

  /** What is kept of a profile; null where nothing is, or nothing that can be opened now. */
  async take(profile: Profile): Promise<Kept | null> {
    if (profile.keepSignedIn === 'onDevice') {
      const deviceKey = await this.#ports.store.read(DEVICE_KEY);
      return deviceKey === null ? null : this.#onDevice.take(profile, deviceKey);
    }
    const dataKey = await this.#openKey();
    return dataKey === null ? null : this.#withPassphrase.take(profile, dataKey);
  }

  /** Whether anything is kept of a profile in the way that its settings say. */
  keeps({ id, keepSignedIn }: Profile): Promise<boolean> {
    return (keepSignedIn === 'onDevice' ? this.#onDevice : this.#withPassphrase).keeps(id);
  }

  /** Whether something is kept of a profile that the right key does not open. */
  async isUnreadable(profile: Profile): Promise<boolean> {
    if (profile.keepSignedIn !== 'onDevice' && (await this.#openKey()) === null) return false;
    return (await this.keeps(profile)) && (await this.take(profile)) === null;
  }

  /** Keeps this of a profile as its settings are to say. @throws AuthError `notStored` */
  put(profile: Profile, kept: Kept): Promise<void> {
    return this.#alone(() => this.#put(profile, kept));
  }

  /** Forgets what is kept of profiles in another way than their settings say: a change of these was not carried through. */
  sweep(profiles: readonly Profile[]): Promise<void> {
    return this.#alone(async () => {
      for (const { id, isWanted, keepSignedIn } of profiles) {
        const mode = isWanted ? keepSignedIn : 'untilBrowserCloses';
        if (mode !== 'withPassphrase') await this.#withPassphrase.drop(id);
        if (mode !== 'onDevice') await this.#onDevice.drop(id);
      }
    });
  }

  /** Forgets what is kept of a profile. @throws AuthError `notStored` */
  drop(profileId: string): Promise<void> {
    return this.#alone(() => this.#drop(profileId));
  }

  /** Forgets all that is kept, of every profile. @throws AuthError `notStored` */
  dropAll(): Promise<void> {
    return this.#alone(async () => {
      await this.#withPassphrase.erase();
      await this.#onDevice.erase();
      await this.#opener.forget();
      await this.#ports.store.remove(DEVICE_KEY);
    });
  }

  /**
   * Sees to it that the vault with the passphrase is there and open.
   * @param passphrase opens the vault, or the one that is made with it; absent where none was typed
   * @throws AuthError `passphraseMissing`, or as `unlock`
   */
  prepare(passphrase?: string): Promise<void> {
    return this.#alone(async () => {
      const state = await this.state();
      if (state === 'open') return;
      if (passphrase === undefined) throw new AuthError('passphraseMissing');
      if (state === 'none') await this.#opener.create(passphrase);
      else await this.#opener.unlock(passphrase);
    });
  }

  /** @throws AuthError `passphraseWrong`, `passphraseTooSoon` with the seconds to wait; `notStored` */
  unlock(passphrase: string): Promise<void> {
    return this.#alone(() => this.#opener.unlock(passphrase));
  }

  /** @throws as `unlock` */
  changePassphrase(passphrase: string, next: string): Promise<void> {
    return this.#alone(() => this.#opener.change(passphrase, next));
  }

  /** From now on all states that a passphrase opens are read as locked. @returns whether there was anything to lock */
  beginLock(): Promise<boolean> {
    return this.#alone(() => this.#opener.beginLock());
  }

  /** Whether a lock has begun, and what was under way may still be kept. */
  async isLocking(): Promise<boolean> {
    return (await this.#opener.access()).isLocking;
  }

  endLock(): Promise<void> {
    return this.#alone(() => this.#opener.endLock());
  }

  async #keep(state: ProfileState): Promise<void> {
    // Meanwhile the user may have chosen otherwise, or signed out.
    const profile = await this.#ports.profiles.find(state.profile.id);
    if (!profile?.isWanted) return;
    // A sign-in that is under way has nothing to keep; what it changes of what is kept already, it does.
    if (!hasBegun(state.session) && !(await this.keeps(profile))) return;
    const kept = keptOf(state);
    if (profile.keepSignedIn === 'untilBrowserCloses' || !kept) return this.#drop(profile.id);
    await this.#put(profile, kept);
    await (profile.keepSignedIn === 'onDevice' ? this.#withPassphrase : this.#onDevice).drop(profile.id);
  }

  async #put(profile: Profile, kept: Kept): Promise<void> {
    if (profile.keepSignedIn === 'onDevice')
      return this.#onDevice.put(profile, kept, await this.#storedDeviceKey());
    // What is under way when the vault is locked still gets into it.
    const { dataKey } = await this.#opener.access();
    if (dataKey === null || !(await this.#withPassphrase.lock())) throw new AuthError('notStored');
    return this.#withPassphrase.put(profile, kept, dataKey);
  }

  async #storedDeviceKey(): Promise<string> {
    const { store, crypto } = this.#ports;
    const stored = await store.read(DEVICE_KEY);
    if (stored !== null) return stored;
    const made = randomText(crypto, KEY_BYTES);
    await store.write(DEVICE_KEY, made);
    return made;
  }

  async #drop(profileId: string): Promise<void> {
    await this.#withPassphrase.drop(profileId);
    await this.#onDevice.drop(profileId);
  }

  async #openKey(): Promise<string | null> {
    const { dataKey, isLocking } = await this.#opener.access();
    return isLocking ? null : dataKey;
  }

  async #isWanted(): Promise<boolean> {
    return (await this.#ports.profiles.all()).some(isKeptWithPassphrase);
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    return this.#ports.withLock('vault', task);
  }
}

function isKeptWithPassphrase({ keepSignedIn }: Profile): boolean {
  return keepSignedIn === 'withPassphrase';
}

/** Whether the passphrase opens what is kept of a profile. */
export function isLockable(profile: Profile): boolean {
  return profile.isWanted && isKeptWithPassphrase(profile);
}
