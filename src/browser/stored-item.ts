import browser from 'webextension-polyfill';
import type { StoredKey } from '../core/storage/stored';

interface Envelope {
  readonly version: number;
  readonly value: unknown;
}

/** Reads a stored value; its initial one where nothing is stored, or nothing that this version can read. */
export async function readItem<T>(item: StoredKey<T>): Promise<T> {
  const { [item.key]: stored } = await browser.storage[item.area].get(item.key);
  const envelope = stored as Envelope | undefined;
  if (envelope?.version !== item.version) return item.initial;
  return item.parse(envelope.value) ?? item.initial;
}

/** Stores a value in one write, together with the version of its shape. */
export async function writeItem<T>(item: StoredKey<T>, value: T): Promise<void> {
  const envelope: Envelope = { version: item.version, value };
  await browser.storage[item.area].set({ [item.key]: envelope });
}

/** Removes a stored value. */
export async function removeItem<T>(item: StoredKey<T>): Promise<void> {
  await browser.storage[item.area].remove(item.key);
}
