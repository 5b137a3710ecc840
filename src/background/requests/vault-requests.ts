import { AuthError } from '../../core/auth-error';
import { despiteFailures } from '../../core/despite-failures';
import { passphraseProblems } from '../../core/profile/passphrase';
import type { KeepMode, Profile } from '../../core/profile/profile';
import type { ProfileState } from '../../core/session/profile-state';
import { hasBegun } from '../../core/session/session';
import { LOCK_SETTINGS } from '../../core/storage/lock-settings';
import { keptOf } from '../../core/vault/kept';
import type { Projector } from '../projector';
import type { ProfileStates } from '../state/profile-states';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { LockKeeper } from '../vault/lock-keeper';
import type { Vaults } from '../vault/vaults';
import { type Handlers, refuseIfAny } from './handler-table';
import type { StateReader } from './state-reader';

export interface VaultRequestsPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  readonly states: ProfileStates;
  readonly store: Store;
  readonly vaults: Vaults;
  readonly lockKeeper: LockKeeper;
  readonly tokenKeeper: Pick<TokenKeeper, 'signOut'>;
  readonly projector: Pick<Projector, 'settled'>;
  /** Has the browser tell when the user has been away for so long. */
  readonly watchIdle: () => Promise<void>;
}

/** Keeps profiles on this device, locks what is kept, unlocks and forgets it. */
export class VaultRequests {
  readonly #ports: VaultRequestsPorts;

  readonly handlers: Pick<
    Handlers,
    'unlock' | 'lock' | 'changeKeeping' | 'changePassphrase' | 'changeLock' | 'forgetKept'
  > = {
    unlock: async ({ profileId, passphrase }) => {
      await this.#ports.lockKeeper.unlock(passphrase);
      return this.#ports.reader.popupState(profileId);
    },
    lock: async ({ profileId }) => {
      await this.#ports.lockKeeper.lock();
      return this.#ports.reader.popupState(profileId);
    },
    changeKeeping: async ({ profileId, keepSignedIn, passphrase }) => {
      await this.#changeKeeping(profileId, keepSignedIn, passphrase);
      return this.#ports.reader.popupState(profileId);
    },
    changePassphrase: async ({ profileId, passphrase, newPassphrase }) => {
      refuseIfAny(passphraseProblems({ newPassphrase, repeatPassphrase: newPassphrase }, 'none'));
      await this.#ports.vaults.changePassphrase(passphrase, newPassphrase);
      return this.#ports.reader.popupState(profileId);
    },
    changeLock: async ({ profileId, lock }) => {
      await this.#ports.store.write(LOCK_SETTINGS, lock);
      await this.#ports.watchIdle();
      return this.#ports.reader.popupState(profileId);
    },
    forgetKept: async ({ profileId }) => {
      const { projector, reader } = this.#ports;
      await despiteFailures([() => this.#forgetAll(), () => projector.settled()]);
      return reader.popupState(profileId);
    },
  };

  constructor(ports: VaultRequestsPorts) {
    this.#ports = ports;
  }

  // At once. What is kept the new way comes first, so that a browser that is killed in between loses nothing; what is left
  // of the former way goes at the next start then.
  async #changeKeeping(profileId: string, mode: KeepMode, passphrase: string | undefined): Promise<void> {
    const { reader, vaults, profiles, states } = this.#ports;
    const profile = await reader.profile(profileId);
    await refuseLocked(states, profile);
    await prepareVault(this.#ports, mode, passphrase);
    const state = await states.read(profile);
    const kept = profile.isWanted && hasBegun(state.session) ? keptOf(state) : null;
    if (mode === 'untilBrowserCloses') await vaults.drop(profileId);
    else if (kept) await vaults.put({ ...profile, keepSignedIn: mode }, kept);
    await profiles.setKeepSignedIn(profileId, mode).catch(async (error: unknown) => {
      await vaults.sweep([profile]);
      throw error;
    });
    await states.change(profile, ({ credentials }) => ({
      credentials: { ...credentials, ...(mode === 'untilBrowserCloses' && { password: null }) },
    }));
    if (vaults.hasFailed(profile)) throw new AuthError('notStored');
  }

  // What lies on the disk first: to take away needs no room. A token that is renewed meanwhile may be kept once more.
  async #forgetAll(): Promise<void> {
    const { profiles, states, vaults } = this.#ports;
    const all = await Promise.all((await profiles.all()).map((profile) => states.read(profile)));
    await despiteFailures([
      () => vaults.dropAll(),
      ...all.map((state) => () => this.#forget(state)),
      () => vaults.dropAll(),
    ]);
  }

  async #forget({ profile, session }: ProfileState): Promise<void> {
    const { profiles, states, tokenKeeper } = this.#ports;
    await profiles.setKeepSignedIn(profile.id, 'untilBrowserCloses');
    await states.change(profile, ({ credentials }) => ({ credentials: { ...credentials, password: null } }));
    if (session.kind !== 'locked') return;
    await tokenKeeper.signOut(profile, { everywhere: false, hostedUi: false });
    await profiles.setWanted(profile.id, false);
  }
}

/** What is locked can be replaced or kept in another way only once it is unlocked. @throws AuthError `passphraseMissing` */
export async function refuseLocked(states: Pick<ProfileStates, 'read'>, profile: Profile): Promise<void> {
  const { session } = await states.read(profile);
  if (session.kind === 'locked') throw new AuthError('passphraseMissing');
}

export interface PrepareVaultPorts {
  readonly vaults: Pick<Vaults, 'state' | 'prepare'>;
  readonly lockKeeper: Pick<LockKeeper, 'goOn'>;
  readonly watchIdle: () => Promise<void>;
}

/**
 * Sees to it that a profile can be kept so.
 * @throws FieldProblemsError for a passphrase that is too short; AuthError as `Vaults.prepare`
 */
export async function prepareVault(
  { vaults, lockKeeper, watchIdle }: PrepareVaultPorts,
  mode: KeepMode,
  passphrase: string | undefined,
): Promise<void> {
  if (mode !== 'withPassphrase') return;
  const state = await vaults.state();
  if (passphrase !== undefined) {
    const typed = { newPassphrase: passphrase, repeatPassphrase: passphrase };
    refuseIfAny(passphraseProblems(typed, state));
  }
  await vaults.prepare(passphrase);
  await watchIdle();
  if (state === 'locked') await lockKeeper.goOn();
}
