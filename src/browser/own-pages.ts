import browser from 'webextension-polyfill';

/** The hold page with the place for the URL that was asked for, which is everything behind `?to=`. */
export function holdPageUrl(): string {
  return browser.runtime.getURL('src/signing-in/signing-in.html?to=');
}

/** Opens the page that asks for a passkey in a tab of its own. */
export async function openPasskeyPage(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('src/passkey/passkey.html') });
}

/** Closes the tab that this page is open in. */
export async function closeOwnTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

/** Opens the popup, where the browser lets an extension do that. @returns whether it did */
export async function openPopup(): Promise<boolean> {
  try {
    await browser.action.openPopup();
    return true;
  } catch {
    return false;
  }
}
