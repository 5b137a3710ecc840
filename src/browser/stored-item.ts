import browser from 'webextension-polyfill';
import type { StorageArea } from '../core/storage/stored-key';

/** Reads what is stored under these keys, in one call; a key under which nothing lies is missing from the answer. */
export async function getItems(area: StorageArea, keys: readonly string[]): Promise<Record<string, unknown>> {
  return browser.storage[area].get([...keys]);
}

/** Stores all of these together, or none. */
export async function setItems(area: StorageArea, items: Readonly<Record<string, unknown>>): Promise<void> {
  await browser.storage[area].set(items);
}

export async function removeItems(area: StorageArea, keys: readonly string[]): Promise<void> {
  await browser.storage[area].remove([...keys]);
}
