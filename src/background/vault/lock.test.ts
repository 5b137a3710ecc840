import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSPHRASE } from '../../testing/background-rig';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const unlock = () => rig.send({ type: 'unlock', passphrase: PASSPHRASE });

describe('the lock', () => {
  test('takes the headers off and forgets what gets tokens; the passphrase brings both back', async () => {
    await rig.signInKept();
    const locked = await rig.stateAfter({ type: 'lock' });
    expect(locked.session.kind).toBe('locked');
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.storage.textOf('session')).not.toMatch(/"eyJ|refreshToken":"/);
    expect(await rig.send({ type: 'getToken' })).toMatchObject({ ok: false });
    await unlock();
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('keeps the token that a refresh under way brings, and attaches nothing', async () => {
    await rig.signInKept({}, { rotation: { retryGracePeriodSeconds: 0 } });
    const { fetch } = rig.network;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    rig.network.fetch = async (...args) => {
      const answer = await fetch(...args);
      isAsked();
      await held;
      return answer;
    };
    const refresh = rig.send({ type: 'refreshNow' });
    await asked;
    const lock = rig.send({ type: 'lock' });
    await expect.poll(() => rig.netRules.bearers).toEqual([]);
    letGo();
    await Promise.all([refresh, lock]);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.storage.textOf('session')).not.toMatch(/"eyJ|refreshToken":"/);
    rig.network.fetch = fetch;
    expect(await unlock()).toMatchObject({
      ok: true,
      value: { session: { kind: 'signedIn', problem: null } },
    });
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('that a worker has begun is carried through by the next', async () => {
    await rig.signInKept();
    await rig.storage.set('session', {
      vaultAccess: {
        version: 1,
        value: { ...(await accessOf(rig)), isLocking: true },
      },
    });
    await rig.restart();
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.storage.textOf('session')).not.toMatch(/"eyJ|refreshToken":"|dataKey":"/);
  });

  test('comes when the user is away for as long as the settings say, or locks the screen', async () => {
    await rig.signInKept();
    expect(rig.idleSeconds()).toBe(15 * 60);
    await rig.stateAfter({ type: 'changeLock', lock: { afterMinutes: 5, withScreen: false } });
    expect(rig.idleSeconds()).toBe(5 * 60);
    await rig.changeIdle('locked');
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.changeIdle('idle');
    expect(rig.netRules.bearers).toEqual([]);
    await unlock();
    await rig.stateAfter({ type: 'changeLock', lock: { afterMinutes: 0, withScreen: true } });
    await rig.changeIdle('idle');
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.changeIdle('locked');
    expect(rig.netRules.bearers).toEqual([]);
  });
});

async function accessOf({ storage }: BackgroundRig): Promise<object> {
  const { vaultAccess } = await storage.get('session', ['vaultAccess']);
  return (vaultAccess as { readonly value: object }).value;
}
