import type { Outcome } from './case';

/** Draws outcomes as a table, rows and columns in the order in which they first come. */
export function drawTable(
  title: string,
  outcomes: readonly Outcome[],
  legend: readonly string[] = [],
): string {
  const rows = [...new Set(outcomes.map(({ row }) => row))];
  const columns = [...new Set(outcomes.map(({ column }) => column))];
  const width = Math.max(...rows.map(({ length }) => length));
  const symbolAt = (row: string, column: string) =>
    outcomes.find((each) => each.row === row && each.column === column)?.symbol ?? ' ';
  const line = (head: string, cells: readonly string[]) =>
    [head.padEnd(width), ...cells.map((cell, at) => cell.padEnd(columns[at]?.length ?? 0))]
      .join('  ')
      .trimEnd();
  return [
    `\n${title}`,
    line('', columns),
    ...rows.map((row) =>
      line(
        row,
        columns.map((column) => symbolAt(row, column)),
      ),
    ),
    '✓ carried as it should, · nothing as it should, ✗ wrong, – the browser sends no such request',
    ...legend,
    ...outcomes.flatMap(({ leaks, missing }) => [...leaks, ...missing]).map((what) => `✗ ${what}`),
    summary(outcomes),
    '',
  ].join('\n');
}

/** The last line of a table. */
function summary(outcomes: readonly Outcome[]): string {
  const count = (has: (outcome: Outcome) => boolean) => outcomes.filter(has).length;
  const positive = count(({ isPositive }) => isPositive);
  const leaks = count((each) => each.leaks.length > 0);
  const missing = count((each) => each.missing.length > 0);
  return `${outcomes.length} cases, ${positive} positive controls, ${leaks} leaks, ${missing} missing`;
}
