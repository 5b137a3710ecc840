import type { Sentence } from '../../page/sentence';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long a token still lives, in the two units that matter.
 * @param remainingMs zero or less once it has ended
 */
export function remainingTime(remainingMs: number): Sentence {
  if (remainingMs <= 0) return ['expired'];
  // Rounded up, so that "0:00" is never shown of a token that still lives.
  const ms = Math.ceil(remainingMs / SECOND_MS) * SECOND_MS;
  if (ms >= DAY_MS) return ['timeDays', whole(ms / DAY_MS), whole((ms % DAY_MS) / HOUR_MS)];
  if (ms >= HOUR_MS) return ['timeHours', whole(ms / HOUR_MS), whole((ms % HOUR_MS) / MINUTE_MS)];
  return ['timeMinutes', whole(ms / MINUTE_MS), whole((ms % MINUTE_MS) / SECOND_MS).padStart(2, '0')];
}

/** What is left of a lifetime, from 1 to 0. */
export function remainingShare(remainingMs: number, lifetimeMs: number): number {
  return Math.min(1, Math.max(0, remainingMs / lifetimeMs));
}

function whole(value: number): string {
  return String(Math.floor(value));
}
