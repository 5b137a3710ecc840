import type { Challenge } from '../../src/core/session/challenge';
import type { ChromiumExtension } from './chromium-extension';

/** What the extension holds, read from outside. */
export interface StorageSnapshot {
  /** All of `storage.session`, as JSON text. */
  readonly session: string;
  /** All of `storage.local` and `storage.sync`, as JSON text. */
  readonly disk: string;
  /** Dynamic rules, which lie on disk, as JSON text. */
  readonly dynamicRules: string;
  /** Session rules, which do not, as JSON text. */
  readonly sessionRules: string;
  readonly refreshToken: string | undefined;
}

/** Reads the extension's storage and rules through one of its own pages. */
export async function sessionStorage(extension: ChromiumExtension): Promise<StorageSnapshot> {
  const page = await extension.openPopup();
  const snapshot = await page.evaluate(async () => ({
    session: JSON.stringify(await chrome.storage.session.get()),
    disk: JSON.stringify([await chrome.storage.local.get(), await chrome.storage.sync.get()]),
    dynamicRules: JSON.stringify(await chrome.declarativeNetRequest.getDynamicRules()),
    sessionRules: JSON.stringify(await chrome.declarativeNetRequest.getSessionRules()),
  }));
  await page.close();
  const [, refreshToken] = /"refreshToken":"([^"]+)"/.exec(snapshot.session) ?? [];
  return { ...snapshot, refreshToken };
}

/**
 * Puts another question in the place of the one that the pool has asked, where a test is about how the popup asks it.
 * Close the popup first: an open one keeps what it shows.
 */
export async function replaceChallenge(
  extension: ChromiumExtension,
  challenge: Partial<Challenge>,
): Promise<void> {
  const page = await extension.openPopup();
  await page.evaluate(async (change) => {
    const stored = await chrome.storage.session.get<Record<string, StoredChallenge>>();
    const [key, item] = Object.entries(stored).find(([name]) => name.startsWith('session:')) ?? [];
    if (!key || item?.value.kind !== 'challenged') throw new Error('no challenge is open');
    Object.assign(item.value.challenge, change);
    await chrome.storage.session.set({ [key]: item });
  }, challenge);
  await page.close();
}

interface StoredChallenge {
  readonly value: { readonly kind: string; readonly challenge: object };
}
