import { describe, expect, test } from 'vitest';
import { correctedMs, nextMark, setBackUnseenMs, type TimeMark } from './corrected-time';

const START: TimeMark = { wallMs: 1_000_000, monotonicMs: 500, aheadMs: 0 };
const PERIOD_MS = 30_000;

/** The mark after both clocks have gone on by so much. */
const later = (mark: TimeMark, wallMs: number, monotonicMs = wallMs) =>
  nextMark(mark, { wallMs: mark.wallMs + wallMs, monotonicMs: mark.monotonicMs + monotonicMs });

/** How far the corrected time has come since the start. */
const gone = (mark: TimeMark) => correctedMs(mark) - correctedMs(START);

describe('corrected time', () => {
  test('is the local clock, while both clocks agree', () => {
    expect(later(START, 60_000)).toEqual({ wallMs: 1_060_000, monotonicMs: 60_500, aheadMs: 0 });
  });

  test('goes on where the local clock is set back, and does not repeat itself', () => {
    const setBack = later(START, -3_600_000 + 10_000, 10_000);
    expect(gone(setBack)).toBe(10_000);
    expect(gone(later(setBack, 5_000))).toBe(15_000);
  });

  test('jumps with the local clock, over which the other one may have slept', () => {
    expect(gone(later(START, 600_000, 20))).toBe(600_000);
  });

  test('counts a sleep after the clock was set back, and never goes back where it is set right again', () => {
    const setBack = later(START, -60_000, 0);
    const slept = later(setBack, 30_000, 0);
    expect(gone(slept)).toBe(30_000);
    expect(gone(later(slept, 60_000, 0))).toBe(90_000);
  });

  test('follows a clock that is slowed, and does not add up what two readings differ by', () => {
    let mark = START;
    for (let reading = 0; reading < 1_000; reading++) mark = later(mark, 30_000, 30_400);
    expect(mark.aheadMs).toBe(0);
  });
});

describe('a clock that was set back while no worker ran', () => {
  test('shows by the guard alarm, which then lies further ahead than its period', () => {
    expect(setBackUnseenMs(1_000_000, 1_000_000 + 3_600_000, PERIOD_MS)).toBe(3_600_000);
  });

  test.each([
    ['is about to go off', 1_000_000 + 30_000],
    ['is overdue', 1_000_000 - 600_000],
    ['is not set', null],
  ])('is not seen where the guard alarm %s', (_, guardMs) => {
    expect(setBackUnseenMs(1_000_000, guardMs, PERIOD_MS)).toBe(0);
  });
});
