import browser from 'webextension-polyfill';

export interface CurrentTab {
  readonly tabId: number;
  readonly url: string;
}

/**
 * The tab that the user is looking at. Opening the popup is what lets us see its URL (`activeTab`).
 * @returns null for a page that the browser keeps to itself
 */
export async function currentTab(): Promise<CurrentTab | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id !== undefined && tab.url ? { tabId: tab.id, url: tab.url } : null;
}

/** The tab that this page is shown in; null where it is in none. */
export async function ownTabId(): Promise<number | null> {
  return (await browser.tabs.getCurrent())?.id ?? null;
}

/** Opens the settings in a tab of their own. */
export function openSettings(): Promise<void> {
  return browser.runtime.openOptionsPage();
}
