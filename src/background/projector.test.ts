import { describe, expect, test } from 'vitest';
import { createInMemoryLocks } from '../../e2e/support/in-memory-locks';
import type { Snapshot } from '../core/session/snapshot';
import { FakeApiRequests, FakeNetRules } from '../testing/fake-ports';
import { Projector } from './projector';
import { RuleKeeper } from './rules/rule-keeper';
import type { OneTimeTokenKeeper } from './tokens/one-time-token-keeper';
import { RequestWatch } from './tokens/request-watch';

const EMPTY: Snapshot = {
  ...{ states: [], shownId: null, revocations: [], withdrawn: [], nowMs: 0, aheadMs: 0 },
  access: { granted: [], socketTwins: false },
};

/** A projector whose readings a test ends, one by one. */
function aProjector() {
  const readings: { end: (snapshot: Snapshot) => void; fail: (error: Error) => void }[] = [];
  const seen = { announcements: 0, badges: 0 };
  const netRules = new FakeNetRules();
  const placeholderOf = () => null;
  const oneTimeTokens = {} as OneTimeTokenKeeper;
  const projector = new Projector({
    readSnapshot: () => new Promise((end, fail) => readings.push({ end, fail })),
    settings: { ...netRules, placeholderOf },
    ruleKeeper: new RuleKeeper({ netRules }),
    requestWatch: new RequestWatch({ apiRequests: new FakeApiRequests(), oneTimeTokens, placeholderOf }),
    withLock: createInMemoryLocks(),
    clock: { now: () => 0, aheadMs: () => 0, keep: async () => undefined },
    alarms: { setWake: async () => undefined, setGuard: async () => undefined },
    watchTabs: () => undefined,
    showBadge: async () => {
      seen.badges += 1;
    },
    announce: () => {
      seen.announcements += 1;
    },
  });
  const readingNumber = async (number: number) => {
    await expect.poll(() => readings.length).toBeGreaterThanOrEqual(number);
    const reading = readings[number - 1];
    if (!reading) throw new Error(`there is no reading ${number}`);
    return reading;
  };
  return { projector, readings, readingNumber, seen };
}

describe('a projection', () => {
  test('is shared by all who ask while another is under way', async () => {
    const { projector, readings, readingNumber, seen } = aProjector();
    const first = projector.changed();
    const reading = await readingNumber(1);
    const others = Promise.all(Array.from({ length: 50 }, () => projector.changed()));
    reading.end(EMPTY);
    await first;
    (await readingNumber(2)).end(EMPTY);
    await others;
    expect(readings).toHaveLength(2);
    expect(seen).toEqual({ announcements: 2, badges: 1 });
  });

  test('that nobody’s change has asked for is not announced', async () => {
    const { projector, readingNumber, seen } = aProjector();
    const projected = projector.project();
    (await readingNumber(1)).end(EMPTY);
    expect(await projected).toBe(EMPTY);
    expect(seen.announcements).toBe(0);
  });

  test('that fails is told to those who asked, and the next one runs', async () => {
    const { projector, readingNumber } = aProjector();
    const failed = projector.project();
    const next = readingNumber(1).then((reading) => {
      const asked = projector.project();
      reading.fail(new Error('the storage is gone'));
      return asked;
    });
    await expect(failed).rejects.toThrow('the storage is gone');
    (await readingNumber(2)).end(EMPTY);
    expect(await next).toBe(EMPTY);
  });

  test('that fails keeps no news from the pages: the change is stored', async () => {
    const { projector, readingNumber, seen } = aProjector();
    const changed = projector.changed();
    (await readingNumber(1)).fail(new Error('the rules are gone'));
    await expect(changed).rejects.toThrow('the rules are gone');
    expect(seen.announcements).toBe(1);
  });
});
