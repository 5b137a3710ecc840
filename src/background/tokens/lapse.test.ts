import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

const HOUR_MS = 3_600_000;
let rig: BackgroundRig;
let network: BackgroundRig['network']['fetch'];
/** What the pool answers to the next refreshes, in place of tokens. */
let refusal: readonly [name: string, message: string];

beforeEach(async () => {
  rig = await createBackgroundRig();
  await rig.signIn();
  network = rig.network.fetch;
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

/** The end of what is left of the token. */
async function afterItsEnd() {
  rig.clock.advance(HOUR_MS);
  await rig.lifecycle().attend();
  return sessionNow();
}

describe('a session whose refresh is refused for good', () => {
  test('B: uses what is left of its token, then lapses and gives back a refresh token that may still be taken', async () => {
    refusal = ['NotAuthorizedException', 'User is disabled.'];
    await rig.fireAlarm();
    const problem = { code: 'userDisabled' };
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(revocations()).toEqual([]);
    expect(await afterItsEnd()).toMatchObject({ kind: 'lapsed', problem });
    expect(rig.netRules.bearers).toEqual([]);
    await expect.poll(revocations).toEqual([200]);
  });

  test('B: is not asked again, unless the user does', async () => {
    refusal = ['NotAuthorizedException', 'Refresh Token has been revoked'];
    await rig.fireAlarm();
    refusal = ['InternalErrorException', ''];
    rig.clock.advance(60_000);
    await rig.lifecycle().attend();
    expect(await sessionNow()).toMatchObject({ problem: { code: 'refreshTokenRevoked' } });
    await rig.send({ type: 'refreshNow' });
    expect(await sessionNow()).toMatchObject({ problem: { code: 'serviceFailed' } });
  });

  test('does not give back a refresh token that the pool has called dead', async () => {
    refusal = ['NotAuthorizedException', 'Refresh Token has been revoked'];
    await rig.fireAlarm();
    expect((await afterItsEnd()).kind).toBe('lapsed');
    expect(rig.storage.text).not.toContain('everywhereBy');
    expect(revocations()).toEqual([]);
  });
});

test.each([
  ['NotAuthorizedException', 'Password attempts exceeded', 'lockedOut'],
  ['ForbiddenException', 'Request not allowed due to WAF block.', 'forbiddenByFirewall'],
  ['LimitExceededException', '', 'limitExceeded'],
  ['UserLambdaValidationException', 'PreTokenGeneration failed', 'lambdaRefused'],
  ['InvalidParameterException', 'REFRESH_TOKEN flow not enabled', 'refreshFlowNotEnabled'],
  ['NobodyKnowsThisException', '', 'unknownException'],
])(
  'B: a refusal that passes by itself ends nothing, and is tried again: %s %s',
  async (name, message, code) => {
    refusal = [name, message];
    await rig.fireAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: { code } });
    expect(rig.alarmMs()).toBeLessThan(rig.clock.nowMs + 10_000);
    // A refresh token outlives the others.
    expect(await afterItsEnd()).toMatchObject({ kind: 'signedIn', problem: { code } });
    expect(rig.netRules.bearers).toEqual([]);
    expect(revocations()).toEqual([]);
    rig.network.fetch = network;
    await rig.fireAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(rig.netRules.bearers).toHaveLength(1);
  },
);
