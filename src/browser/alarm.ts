import browser from 'webextension-polyfill';

const WAKE = 'wake';
const GUARD = 'guard';

/** The shortest there is. Source: Chrome, "alarms": "Starting in Chrome 120, the minimum alarm interval is 30 seconds". */
export const GUARD_PERIOD_MS = 30_000;

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

/**
 * Sets the alarm that goes off again and again, or clears it. One that lies further ahead than its period is from before
 * the clock was set back, and would wait for as long: Chromium holds alarms against the local clock.
 */
export async function setGuardAlarm(isWanted: boolean): Promise<void> {
  const nextMs = await guardAlarmMs();
  if (!isWanted) {
    if (nextMs !== null) await browser.alarms.clear(GUARD);
    return;
  }
  if (nextMs !== null && nextMs <= Date.now() + GUARD_PERIOD_MS) return;
  browser.alarms.create(GUARD, { periodInMinutes: GUARD_PERIOD_MS / 60_000 });
}

/** When the alarm that repeats goes off next. @returns epoch ms of the local clock; null if it is not set */
export async function guardAlarmMs(): Promise<number | null> {
  return (await browser.alarms.get(GUARD))?.scheduledTime ?? null;
}

/** Calls back when either alarm goes off. */
export function onWakeAlarm(listener: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === WAKE || name === GUARD) listener();
  });
}
