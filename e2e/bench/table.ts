/**
 * A plain table: the first column to the left, the figures to the right.
 * @param rows the first one is the head; all are of the same length
 */
export function table(title: string, rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map((cells) => `  ${cells.map((cell, column) => pad(cell, column, widths)).join('  ')}`);
  return [title, ...lines, ''].join('\n');
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
