/** How often the tab has come back to one URL of late, as it is kept in `sessionStorage`. */
export interface Returns {
  readonly url: string;
  readonly count: number;
  /** Epoch ms of the first of them. */
  readonly sinceMs: number;
}

const WINDOW_MS = 15_000;
const MOST = 3;

/** Counts one more return; another URL, or a while later, begins anew. */
export function oneMore(before: Returns | null, url: string, nowMs: number): Returns {
  const goesOn = before?.url === url && nowMs - before.sinceMs < WINDOW_MS;
  return goesOn ? { ...before, count: before.count + 1 } : { url, count: 1, sinceMs: nowMs };
}

/** Whether going on once more would only lead back here: something else takes the header off. */
export function isStuck({ count }: Returns): boolean {
  return count > MOST;
}

/** Reads what was kept; null for anything else. */
export function parseReturns(json: string | null): Returns | null {
  try {
    const { url, count, sinceMs } = JSON.parse(json ?? 'null') as Partial<Returns>;
    if (typeof url !== 'string' || typeof count !== 'number' || typeof sinceMs !== 'number') return null;
    return { url, count, sinceMs };
  } catch {
    return null;
  }
}
