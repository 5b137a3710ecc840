import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

let rig: BackgroundRig;
/** What the pool answers to the next refreshes, in place of tokens. */
let refusal: readonly [name: string, message: string];

beforeEach(async () => {
  rig = await createBackgroundRig();
  await rig.signIn();
  const network = rig.network.fetch;
  rig.network.fetch = async (input, init) => {
    const target = new Headers(init?.headers).get('x-amz-target') ?? '';
    if (!target.endsWith('GetTokensFromRefreshToken')) return network(input, init);
    const [__type, message] = refusal;
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    return new Response(JSON.stringify({ __type, message }), { status: 400, headers });
  };
});

afterEach(() => rig.close());

const sessionNow = async () => (await rig.stateAfter({ type: 'getState' })).session;
const revocations = () => rig.pool.callsOf('RevokeToken').map(({ status }) => status);

describe('a session that lapses', () => {
  test('gives back a refresh token that the pool may still take', async () => {
    refusal = ['NotAuthorizedException', 'User is disabled.'];
    await rig.fireAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'lapsed', problem: { code: 'userDisabled' } });
    await expect.poll(revocations).toEqual([200]);
  });

  test('does not give back one that the pool has called dead', async () => {
    refusal = ['NotAuthorizedException', 'Refresh Token has been revoked'];
    await rig.fireAlarm();
    expect((await sessionNow()).kind).toBe('lapsed');
    expect(rig.storage.text).not.toContain('everywhereBy');
    expect(revocations()).toEqual([]);
  });

  test('by time alone gives it back, too', async () => {
    refusal = ['InvalidParameterException', 'REFRESH_TOKEN flow not enabled'];
    while ((await sessionNow()).kind === 'signedIn') await rig.fireAlarm();
    expect((await sessionNow()).kind).toBe('lapsed');
    await expect.poll(revocations).toEqual([200]);
  });
});

test('a refusal that passes ends nothing, and the refresh is tried again', async () => {
  refusal = ['NotAuthorizedException', 'Password attempts exceeded'];
  await rig.fireAlarm();
  expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code: 'lockedOut' } });
  expect(rig.alarmMs()).toBeLessThan(rig.clock.nowMs + 10_000);
  expect(revocations()).toEqual([]);
});
