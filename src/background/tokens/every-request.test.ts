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

const resume = (tabId: number, url = ME) => rig.send({ type: 'resumeNavigation', url, tabId });
const renewals = () => rig.pool.callsOf('GetTokensFromRefreshToken').length;

describe('a navigation', () => {
  test('is held, token or not, and goes on in its own tab to its own URL with a token of its own', async () => {
    expect((await rig.signInForEveryRequest()).session).toMatchObject({
      kind: 'signedIn',
      fetchesEveryRequest: true,
    });
    expect(wire.navigated(1)).toBe('held');
    expect(await resume(1)).toEqual({ ok: true, value: { kind: 'continue', url: ME, isNewPass: true } });
    expect(wire.navigated(1)).toMatch(/^Bearer eyJ/);
    expect(wire.navigated(1)).not.toBe(wire.fetched());
    for (const other of [`${ME}2`, 'https://api.example.com/', 'https://api.example.com/x']) {
      expect(wire.navigated(1, other)).toBe('held');
    }
    expect(wire.navigated(2)).toBe('held');
  });

  test('uses its pass up, and the next gets another token', async () => {
    await rig.signInForEveryRequest();
    const seen = [];
    for (let count = 0; count < 5; count++) {
      await resume(1);
      seen.push(wire.navigated(1));
      // Even before anybody has noticed that it was sent.
      expect(wire.linked(1)).toBe('held');
      await wire.sent(wire.navigated(1) as string);
      expect(wire.navigated(1)).toBe('held');
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).not.toContain(wire.fetched());
  });

  test('that has not been sent keeps its pass, and says so: a loop is seen', async () => {
    await rig.signInForEveryRequest();
    await resume(1);
    const own = wire.navigated(1);
    expect(await resume(1)).toMatchObject({ value: { kind: 'continue', isNewPass: false } });
    expect(wire.navigated(1)).toBe(own);
  });

  test('and another at the same time get two tokens', async () => {
    await rig.signInForEveryRequest();
    await Promise.all([1, 2, 3, 4].map((tabId) => resume(tabId)));
    expect(new Set([1, 2, 3, 4].map((tabId) => wire.navigated(tabId))).size).toBe(4);
  });

  test('that never comes leaves nothing when its tab is closed, or when its token ends', async () => {
    await rig.signInForEveryRequest();
    await Promise.all([resume(1), resume(2)]);
    await rig.closeTab(1);
    expect(wire.navigated(1)).toBe('held');
    expect(wire.navigated(2)).toMatch(/^Bearer /);
    rig.pool.failNext('drop', OFFLINE);
    rig.clock.advance(3_599_000);
    await rig.lifecycle().attend();
    expect(wire.navigated(2)).toBe('held');
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('waits where no token can be had, asks no more often than others do, and goes on when it can', async () => {
    await rig.signInForEveryRequest();
    await resume(1);
    await wire.sent(wire.navigated(1) as string);
    rig.pool.failNext('drop', OFFLINE);
    const before = renewals();
    for (let tries = 0; tries < 5; tries++) {
      expect(await resume(1)).toMatchObject({ value: { kind: 'wait', session: { kind: 'signedIn' } } });
    }
    expect(renewals()).toBe(before + 1);
    expect(wire.navigated(1)).toBe('held');
    rig.pool.stopFailing();
    await rig.fireAlarm();
    expect(await resume(1)).toMatchObject({ value: { kind: 'continue', isNewPass: true } });
  });

  test('is held again after the death of the worker, which may have missed that its token was sent', async () => {
    await rig.signInForEveryRequest();
    await resume(1);
    const own = wire.navigated(1);
    rig.becomeSuccessor();
    await rig.lifecycle().start();
    expect(wire.navigated(1)).toBe('held');
    await resume(1);
    expect(wire.navigated(1)).not.toBe(own);
    expect(wire.navigated(1)).toMatch(/^Bearer eyJ/);
  });

  test('gets no token from the hold page, which any page may open, where it would not have been held', async () => {
    await rig.signInForEveryRequest();
    await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { 'https://api.example.com': 'onlyPages' } },
    });
    await resume(1);
    expect(wire.navigated(1)).toBeUndefined();
    await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { 'https://api.example.com': 'onlyTyped' } },
    });
    await resume(1);
    expect(wire.navigated(1)).toMatch(/^Bearer /);
  });

  test('is held although the user has switched that off, as long as there are tokens to wait for', async () => {
    await rig.signInForEveryRequest();
    await rig.stateAfter({ type: 'changeSettings', settings: { holdNavigations: false } });
    expect(wire.navigated(1)).toBe('held');
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(wire.navigated(1)).toBeUndefined();
  });
});

describe('other requests', () => {
  test('share a token until one was seen with it; then there is another', async () => {
    await rig.signInForEveryRequest();
    const seen = [];
    for (let count = 0; count < 3; count++) {
      seen.push(wire.fetched());
      await wire.sent(wire.fetched() as string);
    }
    expect(new Set(seen).size).toBe(3);
    expect(renewals()).toBe(3);
  });

  test('in parallel cause one renewal', async () => {
    await rig.signInForEveryRequest();
    const bearer = wire.fetched() as string;
    await Promise.all(Array.from({ length: 20 }, () => wire.sent(bearer)));
    expect(renewals()).toBe(1);
  });

  test.each([undefined, 'Bearer something', 'Basic YTpi', ''])('that carry %j cause none', async (value) => {
    await rig.signInForEveryRequest();
    await wire.sent(value);
    expect(renewals()).toBe(0);
    await wire.sent(wire.fetched() as string);
    expect(renewals()).toBe(1);
  });

  test('go without where the token was used and no other can be had', async () => {
    await rig.signInForEveryRequest();
    rig.pool.failNext('drop', OFFLINE);
    await wire.sent(wire.fetched() as string);
    expect(wire.fetched()).toBeUndefined();
    rig.pool.stopFailing();
    await rig.fireAlarm();
    expect(wire.fetched()).toMatch(/^Bearer /);
  });

  test('get another token from a worker that has just started', async () => {
    await rig.signInForEveryRequest();
    const before = wire.fetched();
    await rig.restart();
    expect(wire.fetched()).not.toBe(before);
    expect(wire.fetched()).toMatch(/^Bearer /);
  });

  test('carry a token that is renewed before its end, while nothing happens for a day', async () => {
    await rig.signInForEveryRequest();
    const endMs = rig.clock.nowMs + 24 * 3_600_000;
    while (rig.clock.nowMs < endMs) {
      await rig.fireAlarm();
      const { exp } = JSON.parse(
        Buffer.from(String(wire.fetched()).split('.')[1] ?? '', 'base64url').toString(),
      );
      expect(exp * 1000).toBeGreaterThan(rig.clock.nowMs);
    }
    expect(renewals()).toBeLessThan(60);
  });
});

describe('watching requests', () => {
  test('happens at the API hosts, and only while somebody wants a token for each', async () => {
    expect(rig.apiRequests.patterns).toEqual([]);
    await rig.signInForEveryRequest();
    expect(rig.apiRequests.patterns).toEqual(['https://api.example.com/*', 'wss://api.example.com/*']);
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    expect(rig.apiRequests.patterns).toEqual([]);
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: true } });
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(rig.apiRequests.patterns).toEqual([]);
    await expect.poll(() => rig.storage.text).not.toContain('"eyJ');
  });

  test('does not happen for those who keep a token until it ends', async () => {
    const { session } = await rig.signInForEveryRequest({ fetchMode: 'whenExpired' });
    expect(session).toMatchObject({ kind: 'signedIn', fetchesEveryRequest: false });
    expect(rig.apiRequests.patterns).toEqual([]);
    expect(wire.navigated(1)).toBe(wire.fetched());
  });
});

test('a copied token is no request’s', async () => {
  await rig.signInForEveryRequest();
  const copied = [await rig.send({ type: 'getToken' }), await rig.send({ type: 'getToken' })];
  await resume(1);
  const all = [
    ...copied.map((reply) => `Bearer ${reply.ok && reply.value}`),
    wire.fetched(),
    wire.navigated(1),
  ];
  expect(new Set(all).size).toBe(4);
});
