import browser, { type Idle } from 'webextension-polyfill';

// The monotonic clock may have stood still, and alarms with it, so an end that came meanwhile is not left to them.
const LOOK_MS = 10_000;

/**
 * Calls back when the user comes back to the machine, or leaves it: as a rule the first that is heard after a sleep.
 * Source: Chrome and MDN, "idle.onStateChanged".
 */
export function onIdleChange(listener: (state: Idle.IdleState) => void): void {
  browser.idle.onStateChanged.addListener(listener);
}

/** Sets after how many seconds without the user they count as away; at least 15. Source: as above. */
export function detectIdleAfter(seconds: number): void {
  browser.idle.setDetectionInterval(seconds);
}

/**
 * Calls back every ten seconds for as long as the background lives, which this does not prolong. Unlike alarms it does
 * not wait for a local clock that was set back.
 */
export function whileAwake(listener: () => void): void {
  setInterval(listener, LOOK_MS);
}
