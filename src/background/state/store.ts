import { AuthError } from '../../core/auth-error';
import { isSame } from '../../core/is-same';
import type { Envelope, StorageArea, StoredEntry, StoredKey } from '../../core/storage/stored-key';
import type { Storage } from '../ports';

/** What no version of ours that runs now can read, kept as it was stored. */
export interface SetAsideItem extends Envelope {
  readonly area: StorageArea;
  /** The key under which it was found. */
  readonly key: string;
}

export interface StorePorts {
  readonly storage: Storage;
}

const AREAS = ['local', 'session'] as const satisfies readonly StorageArea[];
// Names the keys of which something was set aside: the port cannot list what is stored.
const INDEX = 'setAside';

/** The values of keys that were read together. */
export class StoredValues {
  readonly #values = new Map<string, unknown>();

  add<T>({ area, key }: StoredKey<T>, value: T): void {
    this.#values.set(nameOf(area, key), value);
  }

  /** @throws TypeError for a key that was not read with the others */
  of<T>({ area, key }: StoredKey<T>): T {
    const name = nameOf(area, key);
    if (!this.#values.has(name)) throw new TypeError(`${key} was not read`);
    // Whoever added it had a key of this name, which is one of this type.
    return this.#values.get(name) as T;
  }
}

/**
 * Reads and writes stored values by their keys. What a key cannot read is set aside before the value is given, and a key
 * is read before it is first written, so that no write takes away what was never understood.
 */
export class Store {
  readonly #storage: Storage;
  readonly #known = new Set<string>();
  #lastKept: Promise<void> = Promise.resolve();

  constructor({ storage }: StorePorts) {
    this.#storage = storage;
  }

  async read<T>(key: StoredKey<T>): Promise<T> {
    return (await this.readAll([key])).of(key);
  }

  /** Reads many values, by one call for all that lie in one area. */
  async readAll(keys: readonly StoredKey<unknown>[]): Promise<StoredValues> {
    const values = new StoredValues();
    await Promise.all(
      AREAS.map(async (area) => {
        const here = keys.filter((key) => key.area === area);
        if (here.length > 0) await this.#readArea(area, here, values);
      }),
    );
    return values;
  }

  async write<T>(key: StoredKey<T>, value: T): Promise<void> {
    await this.writeAll([key.entry(value)]);
  }

  /**
   * Writes many values, in one call for all that lie in one area: they are stored together or not at all.
   * @throws AuthError `notStored`
   */
  async writeAll(entries: readonly StoredEntry[]): Promise<void> {
    const unknown = entries
      .map(({ key }) => key)
      .filter((key) => !this.#known.has(nameOf(key.area, key.key)));
    if (unknown.length > 0) await this.readAll(unknown);
    for (const area of AREAS) {
      const here = entries.filter(({ key }) => key.area === area);
      if (here.length > 0) await this.#writeArea(area, here);
    }
  }

  // What is read where nothing is stored need not be stored, unless it has to go together with something else.
  async #writeArea(area: StorageArea, entries: readonly StoredEntry[]): Promise<void> {
    const names = entries.map(({ key }) => key.key);
    if (entries.every(({ isInitial }) => isInitial)) return this.#storage.remove(area, names).catch(refused);
    const items = entries.map(({ key, envelope }) => [key.key, envelope]);
    await this.#storage.set(area, Object.fromEntries(items)).catch(refused);
  }

  async remove<T>(key: StoredKey<T>): Promise<void> {
    await this.#storage.remove(key.area, [key.key]).catch(refused);
  }

  /** Forgets what was set aside of a key. */
  async removeAside<T>({ area, key }: StoredKey<T>): Promise<void> {
    await this.#storage.remove(area, [asideName(key)]).catch(refused);
  }

  /** All that was set aside. */
  async setAside(): Promise<readonly SetAsideItem[]> {
    const items = AREAS.map(async (area) => {
      const keys = listIn(await this.#storage.get(area, [INDEX]), INDEX).map(String);
      const stored = keys.length > 0 ? await this.#storage.get(area, keys.map(asideName)) : {};
      return keys.flatMap((key) =>
        listIn(stored, asideName(key)).map((item) => ({ area, key, ...(item as Envelope) })),
      );
    });
    return (await Promise.all(items)).flat();
  }

  async #readArea(
    area: StorageArea,
    keys: readonly StoredKey<unknown>[],
    values: StoredValues,
  ): Promise<void> {
    const names = keys.flatMap(({ key, formerKeys }) => [key, ...(formerKeys?.keys ?? [])]);
    const stored = await this.#storage.get(area, [...new Set(names)]);
    for (const key of keys) {
      const former = stored[key.key] === undefined ? key.formerKeys?.envelopeOf(stored) : undefined;
      const { value, setAside } = key.read(former ?? stored[key.key]);
      values.add(key, value);
      // Once: whoever reads at the same time finds the same, and must not bring it back after a change.
      const isFirst = !this.#known.has(nameOf(area, key.key));
      this.#known.add(nameOf(area, key.key));
      if (setAside.length > 0) await this.#keepAsideInTurn(area, key.key, setAside);
      if (former !== undefined && isFirst) await this.#replaceFormer(key, value);
    }
  }

  async #replaceFormer<T>(key: StoredKey<T>, value: T): Promise<void> {
    const { envelope } = key.entry(value);
    await this.#storage.set(key.area, { [key.key]: envelope });
    await this.#storage.remove(key.area, key.formerKeys?.replaced ?? []);
  }

  // One after the other: several may find the same at once, and it is kept once.
  #keepAsideInTurn(area: StorageArea, key: string, found: readonly Envelope[]): Promise<void> {
    const kept = this.#lastKept.then(() => this.#keepAside(area, key, found));
    this.#lastKept = kept.catch(() => undefined);
    return kept;
  }

  async #keepAside(area: StorageArea, key: string, found: readonly Envelope[]): Promise<void> {
    const name = asideName(key);
    const stored = await this.#storage.get(area, [INDEX, name]);
    const kept = listIn(stored, name);
    const added = found.filter((item) => !kept.some((each) => isSame(each, item)));
    if (added.length === 0) return;
    const keys = new Set([...listIn(stored, INDEX), key]);
    await this.#storage.set(area, { [INDEX]: [...keys], [name]: [...kept, ...added] });
  }
}

// A full disk, a quota, a broken profile of the browser: it gives no reason that a program could tell apart.
function refused(error: unknown): never {
  throw new AuthError('notStored', '', error);
}

function asideName(key: string): string {
  return `setAside:${key}`;
}

function nameOf(area: StorageArea, key: string): string {
  return `${area}/${key}`;
}

function listIn(stored: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const list = stored[name];
  return Array.isArray(list) ? list : [];
}
