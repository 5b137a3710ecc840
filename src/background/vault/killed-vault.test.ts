import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProfileForm } from '../../core/profile/profile-form';
import type { PopupState } from '../../core/views/popup-state';
import { type BackgroundRig, createBackgroundRig, PASSPHRASE, PASSWORD } from '../../testing/background-rig';

const OTHER = 'battery staple horse';
const MOST_CALLS = 200;
const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

let rig: BackgroundRig;
let form: ProfileForm;

beforeEach(async () => {
  rig = await createBackgroundRig();
  form = { ...rig.formFor({ rotation: { retryGracePeriodSeconds: 60 } }), keepSignedIn: 'withPassphrase' };
});

afterEach(() => rig.close());

const signIn = () => rig.send({ type: 'signIn', form, credential: PASSWORD, passphrase: PASSPHRASE });
const state = () => rig.stateAfter({ type: 'getState' });
const unlock = (passphrase = PASSPHRASE) => rig.send({ type: 'unlock', passphrase });

/**
 * Kills the worker before each call that an act makes, one after the other, each time from the same beginning.
 * @param after looks at what the next worker finds
 * @returns how often it was killed
 */
async function killAtEach(
  prepare: () => Promise<unknown>,
  act: () => Promise<unknown>,
  after: (place: string) => Promise<void>,
): Promise<number> {
  for (let number = 1; number < MOST_CALLS; number++) {
    await prepare();
    rig.calls.made.length = 0;
    let count = 0;
    rig.calls.fateOf = () => (++count === number ? 'dies' : 'made');
    const dies = await rig.calls.diesDuring(act);
    const place = `${number}: ${rig.calls.made.slice(-3).join(', ')}`;
    rig.calls.reset();
    if (!dies) return number - 1;
    await after(place);
  }
  throw new Error('an act makes more calls than expected');
}

/** Unlocks what the browser's end has left, and expects a session that lives. */
async function expectKept(place: string, passphrase = PASSPHRASE): Promise<PopupState> {
  await unlock(passphrase);
  const found = await state();
  expect(found.session, place).toMatchObject({ kind: 'signedIn', problem: null });
  expect(rig.netRules.bearers, place).toHaveLength(1);
  return found;
}

/** As `prepare`: alice is signed in and kept, whatever was left. */
async function signedIn(): Promise<void> {
  await rig.restartBrowser();
  await rig.send(SIGN_OUT);
  await signIn();
  expect(rig.netRules.bearers).toHaveLength(1);
}

describe('T6: a worker that is killed anywhere', () => {
  test('in a refresh that rotates loses no session, not even with the browser', async () => {
    let before: readonly string[] = [];
    const refresh = () => {
      before = rig.netRules.bearers;
      return rig.send({ type: 'refreshNow' });
    };
    const kills = await killAtEach(signedIn, refresh, async (place) => {
      // R3: by the time that a new token is used, nobody needs the pool to take the old refresh token once more.
      if (rig.netRules.bearers[0] !== before[0]) rig.clock.advance(61_000);
      await rig.restartBrowser();
      await expectKept(place);
    });
    expect(kills).toBeGreaterThan(10);
  });

  test('in a lock leaves no header, and nothing that cannot be unlocked', async () => {
    const kills = await killAtEach(
      signedIn,
      () => rig.send({ type: 'lock' }),
      async (place) => {
        await rig.restart();
        const { session } = await state();
        // The lock has begun, or it has not.
        if (session.kind === 'signedIn') await rig.stateAfter({ type: 'lock' });
        expect(rig.netRules.bearers, place).toEqual([]);
        expect(rig.storage.textOf('session'), place).not.toMatch(/"eyJ|refreshToken":"|dataKey":"/);
        await expectKept(place);
      },
    );
    expect(kills).toBeGreaterThan(5);
  });

  test('in an unlock can be unlocked again', async () => {
    const locked = async () => {
      await signedIn();
      await rig.restartBrowser();
    };
    const kills = await killAtEach(locked, unlock, async (place) => {
      await rig.restart();
      await expectKept(place);
    });
    expect(kills).toBeGreaterThan(10);
  });

  test('in a sign-out keeps nobody signed in', async () => {
    const kills = await killAtEach(
      signedIn,
      () => rig.send(SIGN_OUT),
      async (place) => {
        const hasBegun = rig.netRules.bearers.length === 0;
        await rig.restart();
        const { session } = await state();
        // A sign-out that has not begun is no sign-out; one that has takes what is kept along.
        expect(session.kind, place).toBe(hasBegun ? 'signedOut' : 'signedIn');
        if (!hasBegun) return;
        expect(rig.storage.textOf('local'), place).not.toMatch(/"entries":\{"/);
        await rig.restartBrowser();
        expect((await state()).session.kind, place).toBe('signedOut');
        expect(rig.netRules.bearers, place).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(10);
  });

  test('in a change of the passphrase leaves one that opens, the old or the new', async () => {
    const change = () => rig.send({ type: 'changePassphrase', passphrase: PASSPHRASE, newPassphrase: OTHER });
    const kills = await killAtEach(signedIn, change, async (place) => {
      await rig.restartBrowser();
      const old = await unlock();
      rig.clock.advance(60_000);
      await expectKept(place, old.ok ? PASSPHRASE : OTHER);
    });
    expect(kills).toBeGreaterThan(3);
  });
});

describe('a disk that is full', () => {
  test('ends no session; it is said, and kept as soon as there is room', async () => {
    await signedIn();
    rig.calls.fateOf = (name) => (name === 'storage.set local' ? 'fails' : 'made');
    const full = await rig.stateAfter({ type: 'refreshNow' });
    expect(full.session).toMatchObject({ kind: 'signedIn', problem: null });
    expect(full.vault.hasFailed).toBe(true);
    rig.calls.reset();
    expect((await rig.stateAfter({ type: 'refreshNow' })).vault.hasFailed).toBe(false);
    await rig.restartBrowser();
    await expectKept('after the disk was full');
  });

  test('refuses a sign-in that is to be kept, before anything is sent', async () => {
    rig.calls.fateOf = (name) => (name === 'storage.set local' ? 'fails' : 'made');
    expect(await signIn()).toMatchObject({ problem: { code: 'notStored' } });
    expect(rig.pool.callsOf('InitiateAuth')).toEqual([]);
  });
});
