import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keySetKey } from '../../core/storage/key-sets';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

const HOUR_MS = 3_600_000;
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

async function signIn(settings: Parameters<BackgroundRig['formFor']>[0] = {}) {
  return rig.stateAfter({ type: 'signIn', form: rig.formFor(settings), credential: PASSWORD });
}

const nextAlarm = () => rig.fireAlarm();
const refreshes = () => rig.pool.callsOf('GetTokensFromRefreshToken');
const sessionNow = async () => (await rig.stateAfter({ type: 'getState' })).session;

describe('refresh', () => {
  test('R1, T7: fifty callers at once make one call, with rotation and no grace', async () => {
    await signIn({ rotation: { retryGracePeriodSeconds: 0 } });
    rig.clock.advance(55 * 60_000);
    await Promise.all(Array.from({ length: 50 }, () => rig.send({ type: 'getToken' })));
    expect(refreshes()).toHaveLength(1);
    expect((await sessionNow()).kind).toBe('signedIn');
  });

  test('R2: happens a tenth of the life before its end, and never sooner', async () => {
    await signIn();
    const before = rig.netRules.bearers;
    rig.clock.advance(54 * 60_000 - 1);
    await rig.lifecycle().attend();
    expect(refreshes()).toHaveLength(0);
    rig.clock.advance(1);
    await rig.lifecycle().attend();
    expect(refreshes()).toHaveLength(1);
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toEqual(before);
  });

  test('promise 2: over a day the header is always there and never older than its token', async () => {
    await signIn();
    const endMs = rig.clock.nowMs + 24 * HOUR_MS;
    while (rig.clock.nowMs < endMs) {
      await nextAlarm();
      const [bearer = ''] = rig.netRules.bearers;
      const { exp } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString());
      expect(exp * 1000).toBeGreaterThan(rig.clock.nowMs);
    }
    expect(refreshes().length).toBeLessThan(30);
    expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
  });

  test('R4: trouble on the way keeps the session and backs off; at exp the header goes; then it comes back', async () => {
    await signIn();
    rig.pool.failNext('throttle', 1000);
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code: 'tooManyRequests' } });
    expect(rig.netRules.bearers).toHaveLength(1);
    const expiresAtMs = rig.clock.nowMs + 6 * 60_000;
    while (rig.clock.nowMs < expiresAtMs) await nextAlarm();
    expect(rig.netRules.bearers).toEqual([]);
    expect(refreshes().length).toBeLessThan(20);
    expect(await rig.send({ type: 'getToken' })).toMatchObject({
      ok: false,
      problem: { code: 'tooManyRequests' },
    });

    rig.pool.stopFailing();
    await nextAlarm();
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
  });

  test('T11: a day without the pool is no storm', async () => {
    await signIn();
    rig.pool.failNext('serverError', 100_000);
    const endMs = rig.clock.nowMs + 24 * HOUR_MS;
    while (rig.clock.nowMs < endMs) await nextAlarm();
    expect(refreshes().length).toBeLessThan(700);
    rig.pool.stopFailing();
    rig.pool.clearCalls();
    await nextAlarm();
    expect(refreshes()).toHaveLength(1);
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('B: a refusal for good ends the session with its token, and takes the header off', async () => {
    await signIn();
    rig.pool.revokeAllTokens('alice');
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code: 'refreshTokenRevoked' } });
    expect(rig.netRules.bearers).toHaveLength(1);
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'lapsed', problem: { code: 'refreshTokenRevoked' } });
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.alarmMs()).toBeNull();
  });

  test('R3: a worker that dies after the answer was lost refreshes again within the grace period', async () => {
    await signIn({ rotation: { retryGracePeriodSeconds: 60 } });
    rig.pool.failNext('loseAnswer');
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code: 'unreachable' } });
    await rig.restart();
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
  });

  test('R3: a rotated refresh token is kept even where the tokens beside it cannot be checked', async () => {
    await signIn({ rotation: { retryGracePeriodSeconds: 0 } });
    await rig.storage.remove('session', [
      keySetKey(`${rig.pool.endpoint}/${rig.pool.userPoolId}/.well-known/jwks.json`).key,
    ]);
    const network = rig.network.fetch;
    rig.network.fetch = (input, init) =>
      String(input).includes('jwks.json') ? Promise.reject(new TypeError('offline')) : network(input, init);
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code: 'unreachable' } });
    rig.network.fetch = network;
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(rig.pool.callsOf('GetTokensFromRefreshToken').map(({ status }) => status)).toEqual([200, 200]);
  });

  test('"Refresh now" leaves tokens that nothing comes in place of as they are', async () => {
    await signIn();
    const { form, session } = await rig.stateAfter({ type: 'getState' });
    expect(session).toMatchObject({ kind: 'signedIn', canRenew: true });
    const reply = await rig.send({ type: 'getToken' });
    const jwt = reply.ok ? String(reply.value) : '';
    const pasted = { ...form, signInMethod: 'justToken' } as const;
    const state = await rig.stateAfter({ type: 'signIn', form: pasted, credential: jwt });
    expect(state.session).toMatchObject({ kind: 'signedIn', canRenew: false });
    await rig.stateAfter({ type: 'refreshNow' });
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(rig.netRules.bearers).toEqual([`Bearer ${jwt}`]);
  });

  test('T6: a worker that dies while it waits for the pool leaves an alarm behind, and its successor goes on', async () => {
    await signIn();
    rig.pool.failNext('hang');
    void nextAlarm();
    await expect.poll(() => refreshes()).toHaveLength(1);
    const [alarmMs, nowMs] = [rig.alarmMs() ?? 0, rig.clock.nowMs];
    expect(alarmMs).toBeGreaterThan(nowMs);
    expect(alarmMs).toBeLessThan(nowMs + 60_000);
    rig.becomeSuccessor();
    await nextAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(refreshes()).toHaveLength(2);
  });

  test('after a sleep beyond the end, the stale header goes before anything waits for the pool', async () => {
    await signIn();
    rig.pool.failNext('hang');
    rig.clock.advance(8 * HOUR_MS);
    const attending = rig.lifecycle().attend();
    await expect.poll(() => rig.netRules.bearers).toEqual([]);
    await rig.pool.close();
    await attending;
  });

  test('of a token that is not due keeps the cached one', async () => {
    await signIn();
    const first = await rig.send({ type: 'getToken' });
    expect(await rig.send({ type: 'getToken' })).toEqual(first);
    expect(refreshes()).toHaveLength(0);
  });
});

describe('sign-out', () => {
  test('while a refresh is on the way drops its answer and revokes what it brought', async () => {
    await signIn({ rotation: { retryGracePeriodSeconds: 0 } });
    const refreshing = rig.send({ type: 'refreshNow' });
    await rig.stateAfter(SIGN_OUT);
    await refreshing;
    expect((await sessionNow()).kind).toBe('signedOut');
    expect(rig.netRules.bearers).toEqual([]);
    await expect.poll(() => rig.storage.text).not.toContain('"eyJ');
  });

  test('offline keeps the revocation until the pool can be told, over a worker restart', async () => {
    await signIn();
    rig.pool.failNext('drop', 3);
    await rig.stateAfter(SIGN_OUT);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
    await expect.poll(() => rig.alarmMs()).toBeGreaterThan(rig.clock.nowMs);
    await rig.restart();
    for (let tries = 0; tries < 3; tries++) await nextAlarm();
    expect(
      rig.pool
        .callsOf('RevokeToken')
        .map(({ status }) => status)
        .at(-1),
    ).toBe(200);
    expect(rig.storage.text).not.toContain('refreshToken\\":\\"');
    expect(rig.alarmMs()).toBeNull();
  });
});

describe('header rules', () => {
  test('are left alone where nothing has changed', async () => {
    await signIn();
    const { changes } = rig.netRules;
    await rig.lifecycle().attend();
    await rig.restart();
    expect(rig.netRules.changes).toBe(changes);
  });

  test('that no session backs go when the worker starts', async () => {
    await signIn();
    rig.netRules.sets.session = rig.netRules.rules.map((rule) => ({ ...rule, id: rule.id + 7_000 }));
    await rig.restart();
    expect(rig.netRules.rules.every(({ id }) => id < 7_000)).toBe(true);
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('lose the bearer while the switch is off, and keep the cache guard', async () => {
    await signIn();
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.netRules.rules).toHaveLength(1);
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: true } });
    expect(rig.netRules.bearers).toHaveLength(1);
  });
});
