import browser from 'webextension-polyfill';

const WAKE = 'wake';

/**
 * Sets the one alarm that wakes the background, or clears it. An alarm that is right already is left alone: setting
 * it anew at every worker start would put it off for ever.
 * @param whenMs epoch ms; null for no alarm
 */
export async function setWakeAlarm(whenMs: number | null): Promise<void> {
  if (whenMs === null) {
    await browser.alarms.clear(WAKE);
    return;
  }
  const current = await browser.alarms.get(WAKE);
  if (current?.scheduledTime !== whenMs) browser.alarms.create(WAKE, { when: whenMs });
}

/** Calls back when the alarm goes off. */
export function onWakeAlarm(listener: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === WAKE) listener();
  });
}
