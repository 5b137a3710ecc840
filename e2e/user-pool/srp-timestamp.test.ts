import { describe, expect, it } from 'vitest';
import { canonicalSrpTimestamp, formatSrpTimestamp } from './srp-timestamp';

const NOW_MS = Date.UTC(2026, 8, 5, 9, 3, 7);
const CANONICAL = 'Sat Sep 5 09:03:07 UTC 2026';

describe('canonicalSrpTimestamp', () => {
  it('leaves a correct timestamp as it is', () => {
    expect(formatSrpTimestamp(NOW_MS)).toBe(CANONICAL);
    expect(canonicalSrpTimestamp(CANONICAL, NOW_MS)).toBe(CANONICAL);
  });

  it.each(['Sat Sep 05 09:03:07 UTC 2026', 'Sun Sep 5 09:03:07 UTC 2026'])(
    'gives another spelling for %s, so that its signature does not fit',
    (timestamp) => {
      expect(canonicalSrpTimestamp(timestamp, NOW_MS)).toBe(CANONICAL);
    },
  );

  it.each(['Sa Sep 5 09:03:07 UTC 2026', 'Sat Sept 5 09:03:07 UTC 2026', 'Sat Sep 5 9:03:07 UTC 2026', ''])(
    'refuses "%s" as a parameter',
    (timestamp) => {
      expect(() => canonicalSrpTimestamp(timestamp, NOW_MS)).toThrow(/TIMESTAMP format/);
    },
  );

  it('allows five minutes either way and no more', () => {
    for (const sign of [-1, 1]) {
      expect(canonicalSrpTimestamp(CANONICAL, NOW_MS + sign * 300_000)).toBe(CANONICAL);
      expect(() => canonicalSrpTimestamp(CANONICAL, NOW_MS + sign * 301_000)).toThrow(/Incorrect username/);
    }
  });
});
