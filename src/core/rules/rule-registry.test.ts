import { describe, expect, test } from 'vitest';
import {
  callbackRuleId,
  DYNAMIC_KINDS,
  firstPassRuleId,
  firstRuleId,
  hostIndexOf,
  isOfKind,
  MAX_PASSES,
  priorityOf,
  type RankedKind,
  rankedPriorityOf,
  SESSION_KINDS,
  slotOf,
  WITHDRAWALS,
  withdrawalRuleId,
} from './rule-registry';

const LAST_RANK = 99_999;
// From the lowest to the highest.
const BAND: readonly RankedKind[] = [
  'armed',
  'ownPagesAlone',
  'ownNavigationAlone',
  'ownSocketsAlone',
  'directNavigation',
  'ownPages',
  'ownNavigation',
  'ownSockets',
];
const bandOf = (rank: number) => BAND.map((kind) => rankedPriorityOf(kind, rank));

describe('the numbers are what they were, since ids and priorities outlive a version', () => {
  test('of the kinds', () => {
    expect(SESSION_KINDS).toEqual({
      ownPages: 1,
      directNavigation: 2,
      cacheGuard: 3,
      ownSockets: 4,
      ownNavigation: 5,
      armed: 6,
      ownPagesAlone: 7,
      ownNavigationAlone: 8,
      ownSocketsAlone: 9,
      frameGuard: 10,
    });
    expect(DYNAMIC_KINDS).toEqual({ hold: 1, presigned: 2 });
    expect(MAX_PASSES).toBe(400);
  });

  test('of the priorities, from the lowest to the highest', () => {
    expect([priorityOf('cacheGuard'), priorityOf('frameGuard'), priorityOf('hold')]).toEqual([1, 1, 2]);
    expect(bandOf(LAST_RANK)).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
    expect(bandOf(LAST_RANK - 1)).toEqual([20, 21, 22, 23, 24, 25, 26, 27]);
    expect(bandOf(0)).toEqual([
      1_000_000, 1_000_001, 1_000_002, 1_000_003, 1_000_004, 1_000_005, 1_000_006, 1_000_007,
    ]);
    expect([priorityOf('presigned'), priorityOf('callback')]).toEqual([1_000_010, 1_000_011]);
  });

  test('of the ids', () => {
    expect([firstRuleId(0, 0), firstRuleId(0, 1), firstRuleId(3, 49)]).toEqual([0, 20, 30_980]);
    expect([firstPassRuleId(0, 0), firstPassRuleId(3, 399)]).toEqual([1_000, 38_980]);
    expect([callbackRuleId(0), callbackRuleId(3)]).toEqual([9_999, 39_999]);
    expect(WITHDRAWALS.map((each) => withdrawalRuleId(3, each))).toEqual([39_998, 39_997]);
    expect(WITHDRAWALS).toEqual(['signedOut', 'switchedOff']);
  });
});

describe('priorities', () => {
  test('are different for each kind, and the `allow` rules of a band lie below its headers', () => {
    for (const rank of [0, 1, 2, 50_000, LAST_RANK]) {
      expect(bandOf(rank)).toEqual(bandOf(rank).toSorted((one, other) => one - other));
      expect(new Set(bandOf(rank)).size).toBe(BAND.length);
    }
  });

  test('of a rank are above all of the next, and all ranks lie between the hold and the presigned rules', () => {
    let above = priorityOf('presigned');
    for (let rank = 0; rank <= LAST_RANK; rank++) {
      if (rankedPriorityOf('ownSockets', rank) >= above) throw new Error(`rank ${rank}`);
      above = rankedPriorityOf('armed', rank);
    }
    expect(above).toBeGreaterThan(priorityOf('hold'));
    expect(priorityOf('hold')).toBeGreaterThan(priorityOf('cacheGuard'));
    expect(priorityOf('callback')).toBeGreaterThan(priorityOf('presigned'));
  });

  test('of a rank beyond the last are still positive', () => {
    expect(rankedPriorityOf('armed', 1_000_000)).toBe(rankedPriorityOf('armed', LAST_RANK));
  });
});

describe('ids', () => {
  const idsOf = (slot: number) => [
    ...Array.from({ length: 50 }, (_, host) => firstRuleId(slot, host)).flatMap(withKinds),
    ...Array.from({ length: MAX_PASSES }, (_, number) => firstPassRuleId(slot, number)).flatMap(withKinds),
    callbackRuleId(slot),
    ...WITHDRAWALS.map((each) => withdrawalRuleId(slot, each)),
  ];
  const withKinds = (first: number) => Object.values(SESSION_KINDS).map((kind) => first + kind);

  test('of whatever host, pass and callback are no two alike, and lie between those of the next profiles', () => {
    const ids = [0, 1, 2].flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.min(...ids)).toBe(1);
    for (const slot of [0, 1, 2]) expect(new Set(idsOf(slot).map(slotOf))).toEqual(new Set([slot]));
  });

  test('of a hundred thousand profiles are numbers that the browsers take', () => {
    expect(Math.max(...idsOf(99_999))).toBeLessThan(2 ** 31);
  });

  test('tell their host, if they have one', () => {
    expect(hostIndexOf(firstRuleId(4, 49) + SESSION_KINDS.ownSocketsAlone)).toBe(49);
    expect(hostIndexOf(firstPassRuleId(4, 0) + SESSION_KINDS.ownPages)).toBe(50);
  });

  test('tell their kind, but for the callback', () => {
    expect(isOfKind(firstRuleId(4, 7) + SESSION_KINDS.ownNavigation, 'ownNavigation')).toBe(true);
    expect(isOfKind(firstPassRuleId(4, 7) + SESSION_KINDS.directNavigation, 'directNavigation')).toBe(true);
    expect(isOfKind(firstRuleId(4, 7) + SESSION_KINDS.ownPages, 'ownNavigation')).toBe(false);
    const kinds = Object.keys(SESSION_KINDS) as (keyof typeof SESSION_KINDS)[];
    expect(kinds.filter((kind) => isOfKind(callbackRuleId(4), kind))).toEqual([]);
  });
});
