/**
 * The TIMESTAMP of a PASSWORD_VERIFIER answer: `EEE MMM d HH:mm:ss z yyyy` in English, the day not padded.
 * Source: ECMA-262, `Date.prototype.toUTCString`, whose form no locale changes: `Thu, 01 Jan 2026 12:00:00 GMT`.
 * @param timeMs epoch ms; must be near the pool's clock
 */
export function srpTimestamp(timeMs: number): string {
  const [weekday, day, month, year, time] = new Date(timeMs).toUTCString().split(/,? /);
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}
