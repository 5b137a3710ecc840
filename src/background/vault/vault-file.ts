import { AuthError } from '../../core/auth-error';
import { isSame } from '../../core/is-same';
import { SLOTS, type Slot, type VaultKind, vaultKey } from '../../core/storage/vault';
import type { SealedVault } from '../../core/vault/sealed-vault';
import type { Store } from '../state/store';

type Content = Omit<SealedVault, 'sequence'>;

/** A vault on the disk, in two slots of which the newer one counts: a write that fails leaves the last good one. */
export class VaultFile {
  readonly #kind: VaultKind;
  readonly #store: Store;
  // This worker alone writes it.
  #slots: Promise<Readonly<Record<Slot, SealedVault | null>>> | null = null;

  constructor(kind: VaultKind, store: Store) {
    this.#kind = kind;
    this.#store = store;
  }

  /** What is stored; null where nothing is, or nothing that could be read. */
  async read(): Promise<SealedVault | null> {
    const { a, b } = await this.#read();
    return sequenceOf(a) >= sequenceOf(b) ? a : b;
  }

  /** What is stored in either slot: an earlier write may not have got to both. */
  async inAnySlot(): Promise<readonly SealedVault[]> {
    const { a, b } = await this.#read();
    return [a, b].filter((vault) => vault !== null);
  }

  /** Stores it in the older slot. @throws AuthError `notStored` */
  async write(content: Content): Promise<void> {
    const slots = await this.#read();
    const isNewerA = sequenceOf(slots.a) >= sequenceOf(slots.b);
    const newest = Math.max(sequenceOf(slots.a), sequenceOf(slots.b));
    await this.#writeSlot(isNewerA ? 'b' : 'a', { ...content, sequence: newest + 1 });
  }

  /** Stores it in both, so that nothing is left of what was there. @throws AuthError `notStored` */
  async replace(content: Content): Promise<void> {
    await this.write(content);
    await this.write(content);
  }

  /** @throws AuthError `notStored` */
  async erase(): Promise<void> {
    await Promise.all(
      SLOTS.map(async (slot) => {
        await this.#store.remove(vaultKey(this.#kind, slot));
        await this.#store.removeAside(vaultKey(this.#kind, slot));
      }),
    );
    // Whoever read in between has read what is no more.
    this.#slots = null;
  }

  #read(): Promise<Readonly<Record<Slot, SealedVault | null>>> {
    this.#slots ??= this.#readSlots();
    return this.#slots;
  }

  async #readSlots(): Promise<Readonly<Record<Slot, SealedVault | null>>> {
    try {
      const [a, b] = [vaultKey(this.#kind, 'a'), vaultKey(this.#kind, 'b')];
      const stored = await this.#store.readAll([a, b]);
      return { a: stored.of(a), b: stored.of(b) };
    } catch (error) {
      this.#slots = null;
      throw error;
    }
  }

  async #writeSlot(slot: Slot, vault: SealedVault): Promise<void> {
    const key = vaultKey(this.#kind, slot);
    this.#slots = null;
    await this.#store.write(key, vault);
    if (!isSame(await this.#store.read(key), vault)) throw new AuthError('notStored');
  }
}

function sequenceOf(vault: SealedVault | null): number {
  return vault?.sequence ?? 0;
}
