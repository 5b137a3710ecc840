import { AuthError } from '../../core/auth-error';
import { despiteFailures } from '../../core/despite-failures';
import { passphraseProblems } from '../../core/profile/passphrase';
import type { KeepMode } from '../../core/profile/profile';
import { LOCK_SETTINGS } from '../../core/storage/lock-settings';
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

  // At once: what is kept the former way is not kept any more, and what is in memory is kept the new way.
  async #changeKeeping(profileId: string, mode: KeepMode, passphrase: string | undefined): Promise<void> {
    const { reader, vaults, profiles, states } = this.#ports;
    const { session } = await states.read(await reader.profile(profileId));
    // What is locked can be kept no other way before it is unlocked.
    if (session.kind === 'locked') throw new AuthError('passphraseMissing');
    await prepareVault(this.#ports, mode, passphrase);
    await profiles.setKeepSignedIn(profileId, mode);
    if (mode === 'untilBrowserCloses') await vaults.drop(profileId);
    const profile = await reader.profile(profileId);
    await states.change(profile, ({ credentials }) => ({
      credentials: { ...credentials, ...(mode === 'untilBrowserCloses' && { password: null }) },
    }));
    if (vaults.hasFailed(profile)) throw new AuthError('notStored');
  }

  async #forgetAll(): Promise<void> {
    const { profiles, states, vaults, tokenKeeper } = this.#ports;
    for (const profile of await profiles.all()) {
      const { session } = await states.read(profile);
      await profiles.setKeepSignedIn(profile.id, 'untilBrowserCloses');
      if (session.kind !== 'locked') continue;
      await tokenKeeper.signOut(profile, { everywhere: false, hostedUi: false });
      await profiles.setWanted(profile.id, false);
    }
    await vaults.dropAll();
  }
}

export interface PrepareVaultPorts {
  readonly vaults: Pick<Vaults, 'state' | 'prepare'>;
  readonly watchIdle: () => Promise<void>;
}

/**
 * Sees to it that a profile can be kept so.
 * @throws FieldProblemsError for a passphrase that is too short; AuthError as `Vaults.prepare`
 */
export async function prepareVault(
  { vaults, watchIdle }: PrepareVaultPorts,
  mode: KeepMode,
  passphrase: string | undefined,
): Promise<void> {
  if (mode !== 'withPassphrase') return;
  if (passphrase !== undefined) {
    const typed = { newPassphrase: passphrase, repeatPassphrase: passphrase };
    refuseIfAny(passphraseProblems(typed, await vaults.state()));
  }
  await vaults.prepare(passphrase);
  await watchIdle();
}
