import browser from 'webextension-polyfill';

const STAY_MS = 20_000;

/**
 * Whether the background wakes for a listener only if it stood while the background last started: Firefox's event page. A
 * service worker wakes for those that stood when it ended. Measured in Firefox 153 (where taking the listener off again
 * changes nothing: bug 1899767) and Chromium 156.
 */
export function isEventPage(): boolean {
  const { background } = browser.runtime.getManifest();
  return background !== undefined && 'scripts' in background;
}

/** Keeps an event page from being suspended, by an API call of any kind. @returns ends it */
export function stayAwake(): () => void {
  const stay = setInterval(() => void browser.runtime.getPlatformInfo(), STAY_MS);
  return () => clearInterval(stay);
}
