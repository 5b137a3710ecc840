import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const BOUND_MS = 30_000;
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

/** Signs in, and lets nothing come in place of these tokens. */
async function signInForAnHour() {
  const { session } = await rig.signIn();
  expect(session).toMatchObject({ kind: 'signedIn' });
  expect(rig.netRules.bearers).toHaveLength(1);
  rig.pool.failNext('serverError', 100_000);
}

/** Signs in to get a token. @returns signs in by pasting it */
async function tokenToPaste() {
  const { form } = await rig.signIn();
  const reply = await rig.send({ type: 'getToken' });
  const credential = reply.ok ? String(reply.value) : '';
  return () => rig.stateAfter({ type: 'signIn', form: { ...form, signInMethod: 'justToken' }, credential });
}

/** By how much the tokens on the wire are beyond their end, by the pool's clock; less than 0 for none. */
function overdueMs(): number {
  const ends = rig.netRules.bearers.map((bearer) => {
    const { exp } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString());
    return exp * 1000;
  });
  return rig.clock.real() - Math.min(Number.POSITIVE_INFINITY, ...ends);
}

function isDue(alarmMs: number | null): boolean {
  return alarmMs !== null && alarmMs <= rig.clock.wall();
}

/**
 * Lets time go by as a browser does: it holds alarms against the local clock, and a worker looks at the clocks.
 * @returns the longest that a token was on the wire beyond its end, in ms
 */
async function longestOverdueMs(forMs: number, { isAwake }: { readonly isAwake: boolean }): Promise<number> {
  let longestMs = Number.NEGATIVE_INFINITY;
  for (let goneMs = 0; goneMs < forMs; goneMs += 10 * SECOND_MS) {
    rig.clock.advance(10 * SECOND_MS);
    if (isDue(rig.alarmMs())) await rig.fireAlarm();
    if (isDue(rig.guardMs())) await rig.fireGuard();
    if (isAwake) await rig.lifecycle().look();
    longestMs = Math.max(longestMs, overdueMs());
  }
  return longestMs;
}

describe('the alarm that repeats', () => {
  test('is there before a token is, and until it has gone', async () => {
    const seen: boolean[] = [];
    const { change } = rig.netRules;
    rig.netRules.change = async (...call) => {
      const before = rig.netRules.bearers.length;
      await change.apply(rig.netRules, call);
      if (before !== rig.netRules.bearers.length) seen.push(rig.guardMs() !== null);
    };
    expect(rig.guardMs()).toBeNull();
    await rig.signIn();
    expect(rig.guardMs()).not.toBeNull();
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(seen).toEqual([true, true]);
    expect(rig.guardMs()).toBeNull();
  });

  test('is off while a switch keeps the token off the wire', async () => {
    await rig.signIn();
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    expect(rig.guardMs()).toBeNull();
  });

  test('writes nothing and leaves the rules where nothing has happened', async () => {
    await rig.signIn();
    await rig.restart();
    const { storage, netRules } = rig;
    const [writes, changes] = [storage.writes, netRules.changes];
    for (let count = 0; count < 20; count++) await rig.fireGuard();
    expect([storage.writes - writes, netRules.changes - changes]).toEqual([0, 0]);
  });

  test('T6: takes an ended token off in place of a worker that was killed at its alarm', async () => {
    await signInForAnHour();
    rig.clock.advance(HOUR_MS - 10 * SECOND_MS);
    await rig.fireGuard();
    const endMs = rig.clock.real() - overdueMs();
    rig.loseAlarm();
    rig.becomeSuccessor();
    rig.clock.nowMs = endMs;
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.fireGuard();
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.clock.real() - endMs).toBeLessThanOrEqual(BOUND_MS);
    // It has set the other one again.
    expect(rig.alarmMs()).not.toBeNull();
  });
});

describe('a state that cannot be read', () => {
  test('T6: leaves no token on the wire at the next alarm, and sends it again once it can be read', async () => {
    await rig.signIn();
    rig.calls.fateOf = (name) => (name === 'storage.get session' ? 'fails' : 'made');
    await expect(rig.fireGuard()).rejects.toThrow();
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.guardMs()).not.toBeNull();
    rig.calls.reset();
    await rig.fireGuard();
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('is looked at again, and by the alarm that repeats, where a new worker finds it so', async () => {
    await signInForAnHour();
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    rig.calls.fateOf = (name) => (name === 'storage.get session' ? 'fails' : 'made');
    await expect(rig.restart()).rejects.toThrow();
    expect(rig.guardMs()).not.toBeNull();
    rig.calls.reset();
    await rig.lifecycle().look();
    expect(rig.guardMs()).toBeNull();
  });
});

describe('a machine that slept beyond the end of a token', () => {
  test.each([
    ['a look at the clocks', () => rig.lifecycle().look()],
    ['a message', () => rig.send({ type: 'getState' })],
    ['the start of a worker', () => rig.restart()],
    ['any alarm', () => rig.lifecycle().attend()],
  ])('sends it no more after %s', async (_, turn) => {
    await signInForAnHour();
    rig.clock.sleep(2 * HOUR_MS);
    expect(overdueMs()).toBeGreaterThan(0);
    await turn();
    expect(rig.netRules.bearers).toEqual([]);
  });
});

describe('a clock that is set back', () => {
  test.each([60, 3_600, 86_400])('by %i s lets no token live longer', async (seconds) => {
    await signInForAnHour();
    await longestOverdueMs(HOUR_MS / 2, { isAwake: true });
    rig.clock.set(-seconds * SECOND_MS);
    expect(await longestOverdueMs(HOUR_MS, { isAwake: true })).toBeLessThan(0);
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('and forward again, and back, either', async () => {
    await signInForAnHour();
    for (const ms of [-HOUR_MS, HOUR_MS, -HOUR_MS]) {
      rig.clock.set(ms);
      await rig.lifecycle().look();
    }
    expect(await longestOverdueMs(HOUR_MS, { isAwake: true })).toBeLessThan(0);
  });

  test('while no worker ran is known by the alarm that repeats', async () => {
    await signInForAnHour();
    rig.clock.nowMs += HOUR_MS - 60 * SECOND_MS;
    await rig.fireGuard();
    rig.becomeSuccessor();
    rig.clock.advance(10 * SECOND_MS);
    rig.clock.set(-HOUR_MS);
    await rig.restart();
    expect(rig.guardMs()).toBeLessThanOrEqual(rig.clock.wall() + 30 * SECOND_MS);
    expect(await longestOverdueMs(2 * 60 * SECOND_MS, { isAwake: false })).toBeLessThan(0);
  });

  test('is remembered by those who come after', async () => {
    await signInForAnHour();
    rig.clock.set(-HOUR_MS);
    await rig.lifecycle().look();
    await rig.restart();
    const { writes } = rig.storage;
    await rig.lifecycle().attend();
    expect(rig.storage.writes).toBe(writes);
    expect(await longestOverdueMs(HOUR_MS, { isAwake: false })).toBeLessThan(0);
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('sets the alarms anew with the next message', async () => {
    await rig.signIn();
    const [alarmMs, guardMs] = [rig.alarmMs() ?? 0, rig.guardMs() ?? 0];
    rig.clock.set(-HOUR_MS);
    await rig.send({ type: 'getState' });
    expect([rig.alarmMs(), rig.guardMs()]).toEqual([alarmMs - HOUR_MS, guardMs - HOUR_MS]);
  });

  test('changes nothing of what the popup says is left', async () => {
    const { session } = await rig.signIn();
    const leftMs = session.kind === 'signedIn' ? session.expiresAtMs - rig.clock.wall() : 0;
    rig.clock.set(-HOUR_MS);
    const later = await rig.stateAfter({ type: 'getState' });
    expect(later.session).toMatchObject({ expiresAtMs: rig.clock.wall() + leftMs });
  });
});

describe('a token that was pasted', () => {
  test('lapses by the time that has gone, not by a clock that was set back', async () => {
    const paste = await tokenToPaste();
    expect((await paste()).session).toMatchObject({ kind: 'signedIn', canRenew: false });
    rig.clock.set(-HOUR_MS);
    expect(await longestOverdueMs(HOUR_MS, { isAwake: true })).toBeLessThan(0);
    expect((await rig.stateAfter({ type: 'getState' })).session.kind).toBe('lapsed');
  });

  test('is judged by the clock as it is when it is pasted', async () => {
    const paste = await tokenToPaste();
    rig.clock.set(HOUR_MS);
    await rig.lifecycle().look();
    rig.clock.set(-HOUR_MS);
    const { session } = await paste();
    expect(session).toMatchObject({ kind: 'signedIn', expiresAtMs: rig.clock.wall() + HOUR_MS });
  });
});
