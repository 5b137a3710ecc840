import { describe, expect, test } from 'vitest';
import { aChallenged, aProfile, aSignedIn, aState, NOW_MS } from '../../testing/builders';
import type { ProfileState } from './profile-state';
import { SIGNED_OUT } from './session';
import { needsAttention, type Snapshot, stateOf, wakeTimeMs } from './snapshot';

const MINUTE = 60_000;

function aSnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  const access = { granted: [], socketTwins: false };
  return {
    ...{ states: [], shownId: null, revocations: [], withdrawn: [], access, nowMs: NOW_MS, aheadMs: 0 },
    ...overrides,
  };
}

const stateNamed = (id: string, overrides: Partial<ProfileState> = {}) =>
  aState({ profile: aProfile({ id }), ...overrides });

test('a state is found by the id of its profile', () => {
  const [one, two] = [stateNamed('one'), stateNamed('two')];
  expect(stateOf(aSnapshot({ states: [one, two] }), 'two')).toBe(two);
  expect(stateOf(aSnapshot({ states: [one, two] }), 'three')).toBeNull();
});

describe('the next wake', () => {
  const due = (refreshAtMs: number) => aSignedIn({ refreshAtMs });

  test('is the first of all profiles', () => {
    const states = [
      stateNamed('late', { session: due(NOW_MS + 9 * MINUTE) }),
      stateNamed('soon', { session: due(NOW_MS + MINUTE) }),
      stateNamed('challenged', { session: aChallenged({ endsAtMs: NOW_MS + 2 * MINUTE }) }),
    ];
    expect(wakeTimeMs(aSnapshot({ states }))).toBe(NOW_MS + MINUTE);
  });

  test('is that of a revocation, if this comes first', () => {
    const pending = { retryAtMs: NOW_MS + 1 };
    const revocations = [pending] as unknown as Snapshot['revocations'];
    const states = [stateNamed('soon', { session: due(NOW_MS + MINUTE) })];
    expect(wakeTimeMs(aSnapshot({ states, revocations }))).toBe(NOW_MS + 1);
  });

  test('is none where nobody is signed in', () => {
    expect(wakeTimeMs(aSnapshot())).toBeNull();
    expect(wakeTimeMs(aSnapshot({ states: [stateNamed('out', { session: SIGNED_OUT })] }))).toBeNull();
  });
});

describe('what needs attention', () => {
  const everyRequest = aProfile({ fetchMode: 'everyRequest' });
  test.each([
    ['nobody signed in', { session: SIGNED_OUT }, false],
    ['tokens that are fresh', {}, false],
    ['a refresh that is due', { session: aSignedIn({ refreshAtMs: NOW_MS }) }, true],
    ['a challenge that is open', { session: aChallenged() }, false],
    ['a challenge that has ended', { session: aChallenged({ endsAtMs: NOW_MS }) }, true],
    ['requests without a token of their own', { profile: everyRequest }, true],
  ] as const)('%s', (_, state, isNeeded) => {
    expect(needsAttention(aState(state), NOW_MS, false)).toBe(isNeeded);
  });

  test('not requests that the browser holds', () => {
    expect(needsAttention(aState({ profile: everyRequest }), NOW_MS, true)).toBe(false);
  });
});
