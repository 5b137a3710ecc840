// Setting a clock by less does not matter: a token goes two seconds before its end. Reading two clocks takes its time.
const TOLERANCE_MS = 500;

/** What both clocks of the machine say at one moment. */
export interface ClockReading {
  /** Epoch ms of the local clock, which can be set back and forward. */
  readonly wallMs: number;
  /**
   * Ms since some moment. It is never set, but it may stand still while the machine sleeps, and it begins anew with each
   * worker. Source: W3C, "High Resolution Time", the monotonic clock.
   */
  readonly monotonicMs: number;
}

/** A reading, and what is known by then of the time that the local clock does not show. */
export interface TimeMark extends ClockReading {
  /** By how much the local clock has been set back, in ms; never less than before. */
  readonly aheadMs: number;
}

/**
 * Goes on from one reading to the next. Whichever clock has gone further is right: the monotonic one where the local
 * clock was set back, the local clock after a sleep. So a token may end too early, and never too late.
 */
export function nextMark(mark: TimeMark, reading: ClockReading): TimeMark {
  const wentMs = reading.monotonicMs - mark.monotonicMs;
  const setBackMs = wentMs - (reading.wallMs - mark.wallMs);
  return { ...reading, aheadMs: mark.aheadMs + (setBackMs > TOLERANCE_MS ? setBackMs : 0) };
}

/** The time that tokens are held against, which no setting of the clock takes back. @returns epoch ms */
export function correctedMs({ wallMs, aheadMs }: TimeMark): number {
  return wallMs + aheadMs;
}

/**
 * By how much the clock was set back while no worker ran. The browser puts the guard alarm off at each turn, so that it
 * never lies more than its period ahead: one that does tells when it was last put off. How long ago that was is not
 * known; it is taken to be a period.
 * @param guardMs epoch ms of the local clock at which the guard alarm goes off next; null if it is not set
 * @returns ms
 */
export function setBackUnseenMs(wallMs: number, guardMs: number | null, periodMs: number): number {
  if (guardMs === null || guardMs - wallMs <= periodMs + TOLERANCE_MS) return 0;
  return guardMs - wallMs;
}
