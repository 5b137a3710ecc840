import browser from 'webextension-polyfill';

// Well below the 30 s after which an idle background is ended.
const PAUSE_MS = 20_000;

/** Keeps the background awake, by a call of any kind. @returns a function that lets it sleep again */
export function stayAwake(): () => void {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), PAUSE_MS);
  return () => clearInterval(timer);
}
