import { incorrectUsernameOrPassword, invalidParameter } from './cognito-error';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FORMAT = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) (UTC|GMT) (\d{4})$/;
const TOLERANCE_MS = 5 * 60_000;

/**
 * Reads a TIMESTAMP and gives the canonical spelling of the moment it names, which is what the signature has to cover.
 * On a real pool a padded day ("Sep 05") or a wrong weekday fails like a wrong password: the service signs its own
 * spelling. Only text that is no date at all is an invalid parameter.
 */
export function canonicalSrpTimestamp(timestamp: string, nowMs: number): string {
  const [, month, day, hours, minutes, seconds, zone, year] = FORMAT.exec(timestamp) ?? [];
  const monthIndex = MONTHS.indexOf(month ?? '');
  if (monthIndex < 0) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english');
  }
  const timeMs = Date.UTC(
    Number(year),
    monthIndex,
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  );
  if (Math.abs(nowMs - timeMs) > TOLERANCE_MS) throw incorrectUsernameOrPassword();
  return formatSrpTimestamp(timeMs, zone);
}

/** `EEE MMM d HH:mm:ss z yyyy` in English, such as `Sat Sep 5 09:03:07 UTC 2026`: the day is not padded, the time is. */
export function formatSrpTimestamp(timeMs: number, zone = 'UTC'): string {
  const date = new Date(timeMs);
  const weekday = WEEKDAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  const time = date.toISOString().slice(11, 19);
  return `${weekday} ${month} ${date.getUTCDate()} ${time} ${zone} ${date.getUTCFullYear()}`;
}
