/** How many tokens may be fetched now for single requests. */
export interface FetchBudget {
  /** May be a part of one. */
  readonly left: number;
  /** Epoch ms at which that was so. */
  readonly atMs: number;
}

const MOST = 60;
const REFILL_MS = 1_000;

export const FULL_BUDGET: FetchBudget = { left: MOST, atMs: 0 };

/**
 * The budget of one who wants to fetch a token: a token bucket of 60 that fills by one a second. A page in a loop would
 * else have the pool throttle everybody (Cognito developer guide, "Quotas in Amazon Cognito": requests of one category
 * share a rate).
 * @param nowMs epoch ms
 */
export function refilled({ left, atMs }: FetchBudget, nowMs: number): FetchBudget {
  return { left: Math.min(MOST, left + Math.max(0, nowMs - atMs) / REFILL_MS), atMs: nowMs };
}

/** Whether a token may be fetched with what is left. */
export function isSpent({ left }: FetchBudget): boolean {
  return left < 1;
}

/** What is left once a token was fetched. */
export function spendOne(budget: FetchBudget): FetchBudget {
  return { ...budget, left: budget.left - 1 };
}

/** When a token may be fetched again. @returns epoch ms */
export function refilledAtMs({ left, atMs }: FetchBudget): number {
  return atMs + Math.ceil(Math.max(0, 1 - left) * REFILL_MS);
}
