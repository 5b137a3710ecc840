import { expect, test } from 'vitest';
import { srpTimestamp } from './srp-timestamp';

test.each([
  [Date.UTC(2026, 0, 5, 9, 3, 7), 'Mon Jan 5 09:03:07 UTC 2026'],
  [Date.UTC(2026, 11, 31, 23, 59, 59, 999), 'Thu Dec 31 23:59:59 UTC 2026'],
])('a timestamp does not pad the day, but the time: %i', (timeMs, expected) => {
  expect(srpTimestamp(timeMs)).toBe(expected);
});
