import type { Profile } from '../../core/profile/profile';
import { parseKept, type VaultKind } from '../../core/storage/vault';
import type { Kept } from '../../core/vault/kept';
import { boundToOwner, type PassphraseLock } from '../../core/vault/sealed-vault';
import type { Store } from '../state/store';
import { keyOf, open, seal, type VaultCrypto } from './vault-cipher';
import { VaultFile } from './vault-file';

/** What is kept of profiles, each sealed by the data key. Whoever writes holds the lock `vault`. */
export class Vault {
  readonly #file: VaultFile;
  readonly #crypto: VaultCrypto;

  constructor(kind: VaultKind, { store, crypto }: { readonly store: Store; readonly crypto: VaultCrypto }) {
    this.#file = new VaultFile(kind, store);
    this.#crypto = crypto;
  }

  /** Whether anything is kept of any profile. */
  async isEmpty(): Promise<boolean> {
    return Object.keys((await this.#file.read())?.entries ?? {}).length === 0;
  }

  /** Null where there is no vault, or none that a passphrase opens. */
  async lock(): Promise<PassphraseLock | null> {
    return (await this.#file.read())?.lock ?? null;
  }

  async keeps(profileId: string): Promise<boolean> {
    const vault = await this.#file.read();
    return vault !== null && Object.hasOwn(vault.entries, profileId);
  }

  /** Makes an empty vault, or puts another lock on this one: of the old one nothing is left. @throws AuthError `notStored` */
  async setLock(lock: PassphraseLock | null): Promise<void> {
    const vault = await this.#file.read();
    await this.#file.replace({ lock, entries: vault?.entries ?? {} });
  }

  /** @param dataKey base64url. @throws AuthError `notStored` */
  async put(profile: Profile, kept: Kept, dataKey: string): Promise<void> {
    const { lock = null, entries = {} } = (await this.#file.read()) ?? {};
    const key = await keyOf(this.#crypto, dataKey);
    const sealed = await seal(this.#crypto, key, JSON.stringify(kept), boundToOwner(profile));
    await this.#file.write({ lock, entries: { ...entries, [profile.id]: sealed } });
  }

  /** What is kept of a profile; null where nothing is, or nothing that this key opens. */
  async take(profile: Profile, dataKey: string): Promise<Kept | null> {
    const sealed = (await this.#file.read())?.entries[profile.id];
    if (!sealed) return null;
    const json = await open(this.#crypto, await keyOf(this.#crypto, dataKey), sealed, boundToOwner(profile));
    return json === null ? null : parseKept(json);
  }

  /**
   * Forgets what is kept of a profile. The lock stays: it is that of the next one.
   * @throws AuthError `notStored` where the disk is full, and other profiles have theirs beside it
   */
  async drop(profileId: string): Promise<void> {
    const vault = await this.#file.read();
    const isThere = (await this.#file.inAnySlot()).some(({ entries }) => Object.hasOwn(entries, profileId));
    if (!vault || !isThere) return;
    const { [profileId]: _, ...entries } = vault.entries;
    await this.#file.replace({ lock: vault.lock, entries }).catch(async (error: unknown) => {
      if (Object.keys(entries).length > 0) throw error;
      // To take away needs no room.
      await this.#file.erase();
    });
  }

  /** Forgets all. @throws AuthError `notStored` */
  erase(): Promise<void> {
    return this.#file.erase();
  }
}
