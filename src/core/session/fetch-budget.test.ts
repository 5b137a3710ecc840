import { expect, test } from 'vitest';
import { NOW_MS } from '../../testing/builders';
import { type FetchBudget, FULL_BUDGET, isSpent, refilled, refilledAtMs, spendOne } from './fetch-budget';

/** How many of these attempts may fetch a token. @param times epoch ms */
function allowed(times: readonly number[]): number {
  let budget: FetchBudget = FULL_BUDGET;
  return times.filter((nowMs) => {
    budget = refilled(budget, nowMs);
    if (isSpent(budget)) return false;
    budget = spendOne(budget);
    return true;
  }).length;
}

const every = (stepMs: number, count: number) =>
  Array.from({ length: count }, (_, at) => NOW_MS + at * stepMs);

test.each([
  ['at once', every(0, 1000), 60],
  ['ten a second, for a minute', every(100, 600), 119],
  ['one a second, for ten minutes', every(1000, 600), 600],
  ['before the clock was set back', [...every(0, 60), NOW_MS - 3_600_000], 60],
])('requests %s: so many fetch a token', (_, times, count) => expect(allowed(times)).toBe(count));

test('one more may be fetched a second after the last', () => {
  const none = { left: 0, atMs: NOW_MS };
  expect(refilledAtMs(none)).toBe(NOW_MS + 1_000);
  expect(refilledAtMs({ ...none, left: 0.75 })).toBe(NOW_MS + 250);
  expect(isSpent(refilled(none, NOW_MS + 999))).toBe(true);
  expect(isSpent(refilled(none, refilledAtMs(none)))).toBe(false);
});
