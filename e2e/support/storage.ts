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
