import browser from 'webextension-polyfill';

/** The hold page with the place for the URL that was asked for, which is everything behind `?to=`. */
export function holdPageUrl(): string {
  return browser.runtime.getURL('src/signing-in/signing-in.html?to=');
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
