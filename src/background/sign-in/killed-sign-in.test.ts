import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProfileForm } from '../../core/profile/profile-form';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const MOST_CALLS = 200;

let rig: BackgroundRig;
let form: ProfileForm;
/** The refresh tokens that have reached the worker. */
let arrived: string[];

beforeEach(async () => {
  rig = await createBackgroundRig();
  form = rig.formFor({ rotation: { retryGracePeriodSeconds: 0 } });
  arrived = [];
  const network = rig.network.fetch;
  rig.network.fetch = async (...args) => {
    const response = await network(...args);
    const [, token] = /"RefreshToken":"([^"]+)"/.exec(await response.clone().text()) ?? [];
    if (token) arrived.push(token);
    return response;
  };
});

afterEach(() => rig.close());

/** Has the worker die before the call of this number after the next refresh token has arrived, counted from 1. */
function dieAfterArrival(number: number): void {
  const before = arrived.length;
  let count = 0;
  rig.calls.fateOf = () => (arrived.length > before && ++count === number ? 'dies' : 'made');
}

/** Starts the next worker and lets it do all that is due. */
async function recover(): Promise<void> {
  rig.calls.reset();
  await rig.restart();
  rig.clock.advance(31_000);
  await rig.lifecycle().attend();
}

const signInAgain = () => rig.send({ type: 'signIn', form, credential: PASSWORD });
const isOwned = (token: string) => rig.storage.text.includes(token);
const isLost = (token: string) => rig.pool.refreshTokenIsLive(token) && !isOwned(token);

/** Kills the worker at every call after the tokens came. @returns after which calls a token was lost; how many kills */
async function killEverywhere(begin: () => Promise<unknown>, prepare: () => Promise<unknown>) {
  const lostAfter: string[] = [];
  let kills = 0;
  for (let number = 1; number < MOST_CALLS; number++) {
    await prepare();
    dieAfterArrival(number);
    rig.calls.made.length = 0;
    if (!(await rig.calls.diesDuring(begin))) break;
    kills += 1;
    const place = rig.calls.made.slice(rig.calls.made.lastIndexOf('fetch')).join(', ');
    await recover();
    const token = arrived.at(-1) ?? '';
    const isSettled = () => !isLost(token) && !rig.storage.text.includes('everywhereBy');
    await expect
      .poll(isSettled, { timeout: 1_000 })
      .toBe(true)
      .catch(() => undefined);
    if (isLost(token)) lostAfter.push(place);
  }
  return { lostAfter, kills };
}

// Between the answer and the first write lies one reading of the queue that the write goes to.
const UNAVOIDABLE = ['fetch', 'fetch, storage.get session'];

describe('T6: a worker that dies once the pool has answered', () => {
  test('a sign-in leaves no refresh token that nobody knows', async () => {
    const { lostAfter, kills } = await killEverywhere(signInAgain, async () => undefined);
    expect(kills).toBeGreaterThan(5);
    expect(lostAfter.filter((place) => !UNAVOIDABLE.includes(place))).toEqual([]);
  });

  test('a refresh that rotates leaves none either', async () => {
    const refresh = () => rig.send({ type: 'refreshNow' });
    const { lostAfter, kills } = await killEverywhere(refresh, signInAgain);
    expect(kills).toBeGreaterThan(5);
    expect(lostAfter.filter((place) => !place.startsWith('fetch'))).toEqual([]);
  });
});

describe('what a sign-in has brought is given back', () => {
  const revoked = () => expect.poll(() => arrived.some(rig.pool.refreshTokenIsLive)).toBe(false);

  test('where its tokens cannot be checked', async () => {
    const network = rig.network.fetch;
    rig.network.fetch = (input, init) =>
      String(input).includes('jwks.json') ? Promise.reject(new TypeError('offline')) : network(input, init);
    const { session } = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(session).toMatchObject({ kind: 'signedOut', problem: { code: 'unreachable' } });
    expect(arrived).toHaveLength(1);
    await revoked();
  });

  test('where the session cannot be stored', async () => {
    rig.calls.fateOf = (name) => (arrived.length > 0 && name === 'storage.set session' ? 'fails' : 'made');
    expect(await signInAgain()).toMatchObject({ ok: false, problem: { code: 'notStored' } });
    await revoked();
  });

  test('and is not, where a session has adopted it', async () => {
    await signInAgain();
    expect(rig.storage.text).not.toContain('everywhereBy');
    rig.clock.advance(60_000);
    await rig.lifecycle().attend();
    expect(arrived.map(rig.pool.refreshTokenIsLive)).toEqual([true]);
    expect(rig.pool.callsOf('RevokeToken')).toEqual([]);
  });
});
