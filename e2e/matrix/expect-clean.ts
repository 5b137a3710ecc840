import { expect } from 'playwright/test';
import type { Outcome } from './case';
import { drawTable } from './table';

/** Prints the table and fails if anything in it is wrong. */
export function expectClean(
  title: string,
  outcomes: readonly Outcome[],
  legend: readonly string[] = [],
): void {
  process.stdout.write(drawTable(title, outcomes, legend));
  expect(outcomes.flatMap(({ leaks, missing }) => [...leaks, ...missing])).toEqual([]);
  // Else nothing had been there to be kept from anyone.
  expect(outcomes.filter(({ isPositive }) => isPositive)).not.toHaveLength(0);
}
