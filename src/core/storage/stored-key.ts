import { isRecord } from '../guards';

/** `local` is the disk, in clear; `session` is memory, which ends with the browser. */
export type StorageArea = 'local' | 'session';

/** A value as it is stored, with the version of its shape. */
export interface Envelope {
  readonly version: number;
  readonly value: unknown;
}

/** Keeps a part that cannot be read, so that the rest can be. */
export type SetAside = (part: unknown) => void;

export interface StoredKeySettings<T> {
  readonly area: StorageArea;
  readonly key: string;
  readonly version: number;
  /** What is read where nothing is stored. */
  readonly initial: T;
  /** Reads what this version has stored; null for anything else. */
  parse(value: unknown, setAside: SetAside): T | null;
  /** By version: what makes a value of that version one of the next. Null or undefined where it cannot. */
  readonly migrations?: Readonly<Record<number, (value: unknown, setAside: SetAside) => unknown>>;
  /** As it is stored, where that is not the value itself. */
  store?(value: T): unknown;
  readonly formerKeys?: FormerKeys;
}

/** Where earlier versions have stored a value, in the same area. */
export interface FormerKeys {
  readonly keys: readonly string[];
  /** Those of them that nobody else reads: they go once this key has its value. */
  readonly replaced: readonly string[];
  /** The envelope that they make for the new key, by what is stored under each; undefined if they make none. */
  envelopeOf(stored: Readonly<Record<string, unknown>>): unknown;
}

/** A stored value that is to be written. */
export interface StoredEntry {
  readonly key: StoredKey<unknown>;
  readonly envelope: Envelope;
  /** Whether it is what is read where nothing is stored. */
  readonly isInitial: boolean;
}

/** What was stored under a key, as far as this version can read it. */
export interface Reading<T> {
  readonly value: T;
  /** What it cannot read, as it was stored. */
  readonly setAside: readonly Envelope[];
}

/** A stored value: where it lies, under which key, and how it is read back. */
export class StoredKey<T> {
  readonly area: StorageArea;
  readonly key: string;
  readonly version: number;
  readonly initial: T;
  readonly formerKeys: FormerKeys | null;
  readonly #settings: StoredKeySettings<T>;

  constructor(settings: StoredKeySettings<T>) {
    this.area = settings.area;
    this.key = settings.key;
    this.version = settings.version;
    this.initial = settings.initial;
    this.formerKeys = settings.formerKeys ?? null;
    this.#settings = settings;
  }

  /** A value with what it takes to write it. */
  entry(value: T): StoredEntry {
    const stored = this.#stored(value);
    const isInitial = JSON.stringify(stored) === JSON.stringify(this.#stored(this.initial));
    return { key: this, envelope: { version: this.version, value: stored }, isInitial };
  }

  /** Reads what is stored: of this version, or of an earlier one step by step. What cannot be read is set aside. */
  read(stored: unknown): Reading<T> {
    if (stored === undefined) return { value: this.initial, setAside: [] };
    const envelope = parseEnvelope(stored);
    const setAside: Envelope[] = [];
    const value = envelope && this.#valueOf(envelope, setAside);
    if (value !== null) return { value, setAside };
    return { value: this.initial, setAside: [envelope ?? { version: 0, value: stored }] };
  }

  #stored(value: T): unknown {
    const { store } = this.#settings;
    return store ? store(value) : value;
  }

  #valueOf(envelope: Envelope, aside: Envelope[]): T | null {
    const { parse, migrations } = this.#settings;
    let { version, value } = envelope;
    const setAside: SetAside = (part) => aside.push({ version, value: part });
    for (; version < this.version; version += 1) {
      value = migrations?.[version]?.(value, setAside) ?? null;
      if (value === null) return null;
    }
    return version === this.version ? parse(value, setAside) : null;
  }
}

function parseEnvelope(stored: unknown): Envelope | null {
  if (!isRecord(stored) || !Number.isSafeInteger(stored.version) || Number(stored.version) < 1) return null;
  return { version: Number(stored.version), value: stored.value };
}
