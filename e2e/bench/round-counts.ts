import type { RoundCounts } from './handshake-rounds';

/** The same everywhere. The warm-up is long enough for both sides to be compiled. */
export const ROUND_COUNTS: RoundCounts = { warmUp: 5, measured: 25 };
