import type { RecordedRequest } from '../support/recording-sites';

/** One request that a case is to cause, and what it should carry. */
export interface Expected {
  /** The path, which no other request has. */
  readonly path: string;
  /** OPTIONS for a preflight; anything else is told apart by the path alone. */
  readonly isPreflight: boolean;
  readonly carries: (arrived: RecordedRequest) => boolean;
  /** Whether the browser is known to send none. */
  readonly isSilent: boolean;
}

/** One cell of a matrix. */
export interface Case {
  readonly row: string;
  readonly column: string;
  readonly expected: readonly Expected[];
  /** The letter of a known residual risk, by which the request carries the token where it had better not. */
  readonly residual?: string;
}

/** What became of a case. */
export interface Outcome extends Case {
  readonly symbol: string;
  /** What went wrong, in words; none where all is as it should be. */
  readonly leaks: readonly string[];
  readonly missing: readonly string[];
  readonly isPositive: boolean;
}

/** Holds what arrived against what should have. */
export function judge(
  each: Case,
  arrived: (expected: Expected) => readonly RecordedRequest[],
  bearer: string,
): Outcome {
  const requests = each.expected.flatMap((expected) =>
    arrived(expected).map((request) => ({ request, carries: expected.carries(request) })),
  );
  const name = (what: string) => `${each.row} | ${each.column}: ${what}`;
  const leaks = requests
    .filter(({ request, carries }) => request.authorization !== (carries ? bearer : undefined))
    .filter(({ request }) => request.authorization !== undefined)
    .map(({ request }) =>
      name(`${request.method} ${request.host} carried ${request.authorization?.slice(0, 12)}…`),
    );
  const bare = requests
    .filter(({ request, carries }) => carries && request.authorization === undefined)
    .map(({ request }) => name(`${request.method} ${request.host} carried nothing`));
  const absent = each.expected
    .filter((expected) => !expected.isSilent && arrived(expected).length === 0)
    .map(({ path }) => name(`${path} did not arrive`));
  const missing = [...bare, ...absent];
  const isPositive = requests.some(({ carries }) => carries);
  const symbol = symbolOf(each, leaks.length + missing.length > 0, requests.length > 0, isPositive);
  return { ...each, symbol, leaks, missing, isPositive };
}

function symbolOf({ residual }: Case, isWrong: boolean, hasArrived: boolean, isPositive: boolean): string {
  if (isWrong) return '✗';
  if (!hasArrived) return '–';
  if (!isPositive) return '·';
  return residual ?? '✓';
}
