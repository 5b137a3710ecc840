import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';
import { ME, Wire } from '../../testing/wire';

let rig: BackgroundRig;
let wire: Wire;

beforeEach(async () => {
  rig = await createBackgroundRig();
  wire = new Wire(rig);
});

afterEach(() => rig.close());

const resume = (tabId: number, url = ME) => rig.send({ type: 'resumeNavigation', url, tabId });
const renewals = () => rig.pool.callsOf('GetTokensFromRefreshToken').length;

describe('requests that come faster than tokens may be fetched', () => {
  const shares = async () => {
    const { session } = await rig.stateAfter({ type: 'getState' });
    return session.kind === 'signedIn' && session.sharesLastToken;
  };

  /** @returns the header of each */
  async function fetchInALoop(times: number): Promise<readonly unknown[]> {
    const carried = [];
    for (let count = 0; count < times; count++) {
      carried.push(wire.fetched());
      await wire.sent(wire.fetched());
    }
    return carried;
  }

  test('share the last token, which the popup says; the pool is asked for 60 a minute', async () => {
    await rig.signInForEveryRequest();
    const before = renewals();
    await fetchInALoop(200);
    expect(renewals() - before).toBe(60);
    expect(wire.fetched()).toMatch(/^Bearer eyJ/);
    expect(await shares()).toBe(true);
    rig.clock.advance(10_000);
    expect(await shares()).toBe(false);
    await fetchInALoop(200);
    expect(renewals() - before).toBe(70);
  });

  test('have a token of their own again once they slow down, also the next one after a pause', async () => {
    await rig.signInForEveryRequest();
    await fetchInALoop(200);
    const last = wire.fetched();
    rig.clock.advance(60_000);
    await rig.fireAlarm();
    expect(wire.fetched()).not.toBe(last);
  });

  test('keep no navigation waiting', async () => {
    await rig.signInForEveryRequest();
    await fetchInALoop(200);
    expect(await resume(1)).toMatchObject({ value: { kind: 'continue', isNewPass: true } });
    expect(wire.navigated(1)).toMatch(/^Bearer eyJ/);
  });

  test('are sent where the browser holds them, too', async () => {
    rig.apiRequests.canHold = true;
    await rig.restart();
    await rig.signInForEveryRequest();
    const before = renewals();
    const sent = await Promise.all(Array.from({ length: 100 }, () => wire.sent(wire.fetched())));
    const tokens = sent.map((headers) => headers.find(({ name }) => /^authorization$/i.test(name))?.value);
    expect(renewals() - before).toBe(60);
    expect(new Set(tokens).size).toBe(61);
    for (const token of tokens) expect(token).toMatch(/^Bearer eyJ/);
    expect(await shares()).toBe(true);
  });

  test('that wait for a pool which cannot be reached use nothing up, and get no token twice', async () => {
    await rig.signInForEveryRequest();
    await resume(1);
    await wire.sent(wire.navigated(1) as string);
    rig.pool.failNext('drop', 1_000);
    for (let tries = 0; tries < 100; tries++) {
      expect(await resume(1)).toMatchObject({ value: { kind: 'wait' } });
    }
    rig.pool.stopFailing();
    await rig.fireAlarm();
    expect(new Set(await fetchInALoop(50)).size).toBe(50);
  });
});
