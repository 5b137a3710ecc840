import { describe, expect, it } from 'vitest';
import { remainingShare, remainingTime } from './remaining-time';

describe('the time left', () => {
  it.each([
    [-1, ['expired']],
    [0, ['expired']],
    [1, ['timeMinutes', '0', '01']],
    [59_000, ['timeMinutes', '0', '59']],
    [59_001, ['timeMinutes', '1', '00']],
    [3_252_000, ['timeMinutes', '54', '12']],
    [3_600_000, ['timeHours', '1', '0']],
    [84_960_000, ['timeHours', '23', '36']],
    [86_400_000, ['timeDays', '1', '0']],
    [183_600_000, ['timeDays', '2', '3']],
  ])('of %d ms is %j', (remainingMs, sentence) => {
    expect(remainingTime(remainingMs)).toEqual(sentence);
  });

  it.each([
    [-5_000, 300_000, 0],
    [150_000, 300_000, 0.5],
    [1_800_000, 3_600_000, 0.5],
    [3_700_000, 3_600_000, 1],
  ])('of %d ms in a life of %d ms is the share %d', (remainingMs, lifetimeMs, share) => {
    expect(remainingShare(remainingMs, lifetimeMs)).toBe(share);
  });
});
