const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The TIMESTAMP of a PASSWORD_VERIFIER answer: `EEE MMM d HH:mm:ss z yyyy` in English, the day not padded. Built by
 * hand because no locale of `Intl` may have a say in it.
 * @param timeMs epoch ms; must be near the pool's clock
 */
export function srpTimestamp(timeMs: number): string {
  const date = new Date(timeMs);
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
  return `${day} ${date.toISOString().slice(11, 19)} UTC ${date.getUTCFullYear()}`;
}
