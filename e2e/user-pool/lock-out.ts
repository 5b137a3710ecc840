import { notAuthorized } from './cognito-error';

const FREE_ATTEMPTS = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
const QUIET_RESET_MS = 15 * 60_000;

interface Failures {
  count: number;
  lastAtMs: number;
  lockedUntilMs: number;
}

/** The lock-out after failed passwords ("Lockout behavior for failed sign-in attempts", Cognito developer guide). */
export class LockOut {
  readonly #failures = new Map<string, Failures>();

  /** Throws while `username` is locked. An attempt during the lock does not lengthen it. */
  refuseIfLocked(username: string, nowMs: number): void {
    const failures = this.#failures.get(username);
    if (failures && nowMs < failures.lockedUntilMs) throw notAuthorized('Password attempts exceeded');
  }

  /** The fifth failure locks for 1 s and each further one for twice as long, up to 15 minutes. */
  recordFailure(username: string, nowMs: number): void {
    const count = this.#countWithinQuietPeriod(username, nowMs) + 1;
    const lockMs = count < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (count - FREE_ATTEMPTS), LONGEST_LOCK_MS);
    this.#failures.set(username, { count, lastAtMs: nowMs, lockedUntilMs: nowMs + lockMs });
  }

  recordSuccess(username: string): void {
    this.#failures.delete(username);
  }

  #countWithinQuietPeriod(username: string, nowMs: number): number {
    const failures = this.#failures.get(username);
    if (!failures || nowMs - failures.lastAtMs >= QUIET_RESET_MS) return 0;
    return failures.count;
  }
}
