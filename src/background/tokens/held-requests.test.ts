import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';
import { ME, Wire } from '../../testing/wire';

const OFFLINE = 1_000;
let rig: BackgroundRig;
let wire: Wire;

beforeEach(async () => {
  rig = await createBackgroundRig();
  wire = new Wire(rig);
});

afterEach(() => rig.close());

describe('where requests can be held', () => {
  const own = () =>
    wire
      .sent(wire.fetched())
      .then((headers) => headers.find(({ name }) => /^authorization$/i.test(name))?.value);

  beforeEach(async () => {
    rig.apiRequests.canHold = true;
    await rig.restart();
    await rig.signInForEveryRequest();
  });

  test('each has its own token, and the rules hold none', async () => {
    expect(rig.netRules.bearers).not.toEqual([]);
    expect(JSON.stringify(rig.netRules.rules)).not.toContain('eyJ');
    const tokens = await Promise.all(Array.from({ length: 20 }, own));
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) expect(token).toMatch(/^Bearer eyJ/);
    expect(wire.navigated(1)).toBe(wire.fetched());
  });

  test('what the rules did not mark is left as it is', async () => {
    for (const headers of [[], [{ name: 'Authorization', value: 'Bearer id-1' }]]) {
      expect(await rig.apiRequests.send(headers)).toBe(headers);
    }
  });

  test('a navigation goes on neither with the last token nor without one, but waits', async () => {
    const resumed = () => rig.send({ type: 'resumeNavigation', url: ME, tabId: 1 });
    await own();
    rig.pool.failNext('drop', OFFLINE);
    expect(await own()).toBeUndefined();
    expect(await resumed()).toMatchObject({ ok: true, value: { kind: 'wait' } });
    rig.pool.stopFailing();
    await rig.stateAfter({ type: 'refreshNow' });
    expect(await resumed()).toMatchObject({ ok: true, value: { kind: 'continue' } });
  });

  test('without a token to be had they go without, and navigations are held', async () => {
    await own();
    const marked = wire.fetched();
    rig.pool.failNext('drop', OFFLINE);
    expect(await own()).toBeUndefined();
    expect(await wire.sent(marked)).toEqual([]);
    expect(wire.navigated(1)).toBe('held');
    rig.pool.stopFailing();
    await rig.fireAlarm();
    expect(await own()).toMatch(/^Bearer eyJ/);
  });

  test('the mark is another in each worker', async () => {
    const before = wire.fetched();
    await rig.restart();
    expect(wire.fetched()).not.toBe(before);
    expect(await wire.sent(before)).toEqual([{ name: 'Authorization', value: before }]);
  });
});
