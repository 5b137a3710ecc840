import { AuthError } from '../../core/auth-error';
import { VAULT_ACCESS, type VaultAccess } from '../../core/storage/vault';
import { boundToKdf, ITERATIONS, type PassphraseLock, passphraseWaitMs } from '../../core/vault/sealed-vault';
import type { Clock } from '../ports';
import type { Store } from '../state/store';
import type { Vault } from './vault';
import { open, passphraseKey, randomText, seal, type VaultCrypto } from './vault-cipher';

const KEY_BYTES = 32;
const SALT_BYTES = 32;

export interface VaultOpenerPorts {
  readonly vault: Vault;
  readonly store: Store;
  readonly crypto: VaultCrypto;
  readonly clock: Pick<Clock, 'now'>;
}

/** Opens the vault with the passphrase and locks it. Whoever changes anything holds the lock `vault`. */
export class VaultOpener {
  readonly #ports: VaultOpenerPorts;
  // This worker alone writes it.
  #access: Promise<VaultAccess> | null = null;

  constructor(ports: VaultOpenerPorts) {
    this.#ports = ports;
  }

  access(): Promise<VaultAccess> {
    this.#access ??= this.#ports.store.read(VAULT_ACCESS).catch((error: unknown) => {
      this.#access = null;
      throw error;
    });
    return this.#access;
  }

  /** Makes a vault that this passphrase opens, and leaves it open. @throws AuthError `notStored` */
  async create(passphrase: string): Promise<void> {
    const dataKey = randomText(this.#ports.crypto, KEY_BYTES);
    await this.#ports.vault.setLock(await this.#lockFor(passphrase, dataKey));
    await this.#leaveOpen(dataKey);
  }

  /** @throws AuthError `passphraseWrong`, `passphraseTooSoon` with the seconds to wait; `notStored` */
  async unlock(passphrase: string): Promise<void> {
    const lock = await this.#ports.vault.lock();
    if (!lock) return;
    const dataKey = await this.#tried(lock, passphrase);
    if (lock.kdf.iterations < ITERATIONS) await this.#upgrade(passphrase, dataKey);
    await this.#leaveOpen(dataKey);
  }

  /** @throws as `unlock` */
  async change(passphrase: string, next: string): Promise<void> {
    const lock = await this.#ports.vault.lock();
    if (!lock) return;
    const dataKey = await this.#tried(lock, passphrase);
    await this.#ports.vault.setLock(await this.#lockFor(next, dataKey));
  }

  /** @returns whether there was anything to lock */
  async beginLock(): Promise<boolean> {
    const access = await this.access();
    if (access.dataKey === null) return false;
    await this.#write({ ...access, isLocking: true });
    return true;
  }

  /** Forgets the data key, unless the vault was unlocked again. */
  async endLock(): Promise<void> {
    const access = await this.access();
    if (access.isLocking) await this.forget();
  }

  /** Forgets the data key. */
  async forget(): Promise<void> {
    this.#access = null;
    await this.#ports.store.remove(VAULT_ACCESS);
  }

  async #tried({ kdf, wrappedKey }: PassphraseLock, passphrase: string): Promise<string> {
    const { crypto, clock } = this.#ports;
    const access = await this.access();
    const leftMs = access.failedAtMs + passphraseWaitMs(access.failures) - clock.now();
    if (leftMs > 0) throw new AuthError('passphraseTooSoon', String(Math.ceil(leftMs / 1000)));
    const dataKey = await open(
      crypto,
      await passphraseKey(crypto, passphrase, kdf),
      wrappedKey,
      boundToKdf(kdf),
    );
    if (dataKey !== null) return dataKey;
    const failures = access.failures + 1;
    await this.#write({ ...access, failures, failedAtMs: clock.now() });
    throw new AuthError('passphraseWrong');
  }

  // A full disk keeps nobody out: it is tried again at the next unlock.
  async #upgrade(passphrase: string, dataKey: string): Promise<void> {
    const lock = await this.#lockFor(passphrase, dataKey);
    await this.#ports.vault.setLock(lock).catch(() => undefined);
  }

  async #lockFor(passphrase: string, dataKey: string): Promise<PassphraseLock> {
    const { crypto } = this.#ports;
    const salt = randomText(crypto, SALT_BYTES);
    const kdf = { name: 'PBKDF2-SHA256', iterations: ITERATIONS, salt } as const;
    const key = await passphraseKey(crypto, passphrase, kdf);
    return { kdf, wrappedKey: await seal(crypto, key, dataKey, boundToKdf(kdf)) };
  }

  #leaveOpen(dataKey: string): Promise<void> {
    const access = { dataKey, isLocking: false, failures: 0, failedAtMs: 0 };
    return this.#write(access);
  }

  async #write(access: VaultAccess): Promise<void> {
    this.#access = null;
    await this.#ports.store.write(VAULT_ACCESS, access);
  }
}
