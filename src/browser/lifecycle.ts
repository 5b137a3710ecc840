import browser from 'webextension-polyfill';

/** Calls back when the browser has started and when the extension was installed or updated. */
export function onBrowserStart(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
  browser.runtime.onInstalled.addListener(listener);
}
