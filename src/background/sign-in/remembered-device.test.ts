import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

describe('a device that the pool remembers', () => {
  test('is kept from one sign-in to the next, and forgotten with the user', async () => {
    rig.pool.configure({ devices: 'always' });
    const form = rig.formFor();
    const signIn = { type: 'signIn', form, credential: PASSWORD } as const;
    await rig.stateAfter(signIn);
    expect(rig.pool.callsOf('ConfirmDevice')).toHaveLength(1);
    await rig.stateAfter(SIGN_OUT);
    await rig.stateAfter(signIn);
    expect(rig.pool.calls.map(({ challengeName }) => challengeName)).toContain('DEVICE_PASSWORD_VERIFIER');
    rig.pool.addUser({ username: 'bob', password: PASSWORD });
    await rig.stateAfter({ ...signIn, form: { ...form, username: 'bob' } });
    expect(rig.pool.callsOf('ConfirmDevice')).toHaveLength(2);
  });

  test('is remembered from the sign-in on that wants it, where the pool leaves that to the user', async () => {
    rig.pool.configure({ devices: 'optIn' });
    const form = rig.formFor();
    for (const rememberDevice of ['no', 'yes'] as const) {
      await rig.stateAfter({ type: 'signIn', form: { ...form, rememberDevice }, credential: PASSWORD });
      await rig.stateAfter(SIGN_OUT);
    }
    expect(rig.pool.callsOf('ConfirmDevice')).toHaveLength(2);
    expect(rig.pool.callsOf('UpdateDeviceStatus')).toHaveLength(1);
  });

  test('C: and of which it has not heard, is confirmed before the first refresh, once', async () => {
    rig.pool.configure({ devices: 'always' });
    const signIn = { type: 'signIn', form: rig.formFor(), credential: PASSWORD } as const;
    rig.pool.refuseNext({ name: 'InternalErrorException', message: '', operation: 'ConfirmDevice' });
    await rig.stateAfter(signIn);
    for (const refreshes of [1, 2]) {
      const { session } = await rig.stateAfter({ type: 'refreshNow' });
      expect(session.kind).toBe('signedIn');
      expect(rig.pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(refreshes);
    }
    expect(rig.pool.callsOf('ConfirmDevice').map(({ status }) => status)).toEqual([500, 200]);
  });

  test('C: and has forgotten, is not named again, though the sign-in went another way', async () => {
    rig.pool.configure({ devices: 'always' });
    const bob = rig.pool.addUser({ username: 'bob', password: PASSWORD });
    const form = { ...rig.formFor(), username: 'bob' };
    const signIn = { type: 'signIn', form, credential: PASSWORD } as const;
    await rig.stateAfter(signIn);
    await rig.stateAfter(SIGN_OUT);
    rig.pool.configure({ devices: 'off' });
    bob.devices.clear();
    await rig.stateAfter(signIn);
    await rig.stateAfter(SIGN_OUT);
    rig.pool.clearCalls();
    await rig.stateAfter(signIn);
    expect(rig.pool.calls.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
