import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProfileForm } from '../../core/profile/profile-form';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;
const SWITCH_OFF = { type: 'changeSettings', settings: { attach: false } } as const;
const MOST_CALLS = 100;

let rig: BackgroundRig;
let form: ProfileForm;

beforeEach(async () => {
  rig = await createBackgroundRig();
  form = rig.formFor();
});

afterEach(() => rig.close());

async function signIn(): Promise<string> {
  await rig.signIn(form);
  expect(rig.netRules.bearers).toHaveLength(1);
  const [, refreshToken = ''] = /refreshToken":"([^"]+)"/.exec(rig.storage.text.replaceAll('\\', '')) ?? [];
  expect(rig.pool.refreshTokenIsLive(refreshToken)).toBe(true);
  rig.calls.reset();
  return refreshToken;
}

/** Has calls of this name fail from now on. */
function failCalls(...names: readonly string[]): void {
  rig.calls.fateOf = (name) => (names.includes(name) ? 'fails' : 'made');
}

/** Has the worker die before the call of this number, counted from 1. */
function dieBeforeCall(number: number): void {
  let count = 0;
  rig.calls.fateOf = () => (++count === number ? 'dies' : 'made');
}

const sessionNow = async () => (await rig.stateAfter({ type: 'getState' })).session;
const isRevoked = (refreshToken: string) =>
  expect.poll(() => rig.pool.refreshTokenIsLive(refreshToken)).toBe(false);

describe('a sign-out', () => {
  test('takes the headers off before anything else is written, then all that is in memory by one write', async () => {
    await signIn();
    await rig.stateAfter(SIGN_OUT);
    const changes = rig.calls.made.filter((name) => /set|change|remove/.test(name));
    expect(changes.slice(0, 2)).toEqual(['rules.change session', 'storage.set session']);
  });

  test('that has begun is carried through by the next worker, wherever this one died', async () => {
    const places: string[] = [];
    for (let number = 1; number < MOST_CALLS; number++) {
      const refreshToken = await signIn();
      dieBeforeCall(number);
      const isDead = await rig.calls.diesDuring(() => rig.send(SIGN_OUT));
      if (!isDead) break;
      const hasBegun = rig.calls.made.includes('rules.change session');
      places.push(rig.calls.made.at(-1) ?? '');
      expect(rig.netRules.bearers).toHaveLength(hasBegun ? 0 : 1);
      rig.calls.reset();
      await rig.restart();
      expect(rig.netRules.bearers, `after ${places.at(-1)}`).toHaveLength(hasBegun ? 0 : 1);
      if (!hasBegun) await rig.stateAfter(SIGN_OUT);
      await isRevoked(refreshToken);
      expect((await sessionNow()).kind).toBe('signedOut');
      await expect.poll(() => rig.storage.text).not.toContain('"eyJ');
      expect(rig.netRules.rules.map(({ id }) => id % 10_000)).not.toContain(9_998);
    }
    expect(places.length).toBeGreaterThan(10);
  });

  test('on a full disk signs out, revokes, and says what is not saved', async () => {
    const refreshToken = await signIn();
    failCalls('storage.set local', 'rules.change dynamic');
    expect(await rig.stateAfter(SIGN_OUT)).toMatchObject({
      session: { kind: 'signedOut', problem: { code: 'notStored' } },
    });
    expect(rig.netRules.bearers).toEqual([]);
    await isRevoked(refreshToken);
    await rig.restart();
    expect(rig.netRules.bearers).toEqual([]);
  });

  test.each([
    ['storage.set session'],
    ['storage.set session', 'storage.get session'],
    ['storage.set session', 'storage.set local', 'rules.change dynamic'],
  ])(
    'with %s %s %s failing sends nothing, says so, and goes on trying, also in the next worker',
    async (...names) => {
      const refreshToken = await signIn();
      failCalls(...names.filter((name) => name !== undefined));
      await rig.send(SIGN_OUT);
      expect(rig.netRules.bearers).toEqual([]);
      rig.calls.fateOf = (name) => (name === 'storage.set session' ? 'fails' : 'made');
      await rig.lifecycle().attend();
      await rig.restart();
      expect(rig.netRules.bearers).toEqual([]);
      expect(await sessionNow()).toMatchObject({ kind: 'signedOut', problem: { code: 'signOutNotStored' } });
      expect(await rig.send({ type: 'getToken' })).toMatchObject({ ok: false });
      expect(rig.pool.refreshTokenIsLive(refreshToken)).toBe(true);

      rig.calls.reset();
      await rig.fireGuard();
      await isRevoked(refreshToken);
      expect(await sessionNow()).toEqual({ kind: 'signedOut', problem: null });
      expect(rig.netRules.rules.map(({ id }) => id % 10_000)).not.toContain(9_998);
    },
  );

  test('where the rules cannot be changed revokes all the same, says so, and takes the header off later', async () => {
    const refreshToken = await signIn();
    failCalls('rules.change session');
    const { session } = await rig.stateAfter(SIGN_OUT);
    expect(session).toMatchObject({ kind: 'signedOut', problem: { code: 'headersNotChanged' } });
    await isRevoked(refreshToken);
    expect(rig.netRules.bearers).toHaveLength(1);
    rig.calls.reset();
    await rig.fireGuard();
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.guardMs()).toBeNull();
  });

  test('is not undone by a projection that read what was stored before', async () => {
    await signIn();
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: true } });
    for (let turns = 0; turns < 15; turns++) {
      if (turns > 0) await signIn();
      const attending = rig.lifecycle().attend();
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      failCalls('storage.set session', 'storage.set local');
      const signingOut = rig.send(SIGN_OUT);
      await Promise.all([attending, rig.lifecycle().attend(), signingOut, rig.lifecycle().attend()]);
      expect(rig.netRules.bearers, `${turns} turns later`).toEqual([]);
      rig.calls.reset();
      await rig.lifecycle().attend();
    }
  });

  test('that could not be stored is over with the next sign-in, and its refresh token is revoked', async () => {
    const refreshToken = await signIn();
    failCalls('storage.set session');
    await rig.send(SIGN_OUT);
    rig.calls.reset();
    expect((await rig.signIn(form)).session.kind).toBe('signedIn');
    expect(rig.netRules.bearers).toHaveLength(1);
    await isRevoked(refreshToken);
    await rig.restart();
    expect(rig.netRules.bearers).toHaveLength(1);
  });
});

describe('another user', () => {
  test('does not take over a session whose end could not be stored', async () => {
    const refreshToken = await signIn();
    failCalls('storage.set session');
    const reply = await rig.send({ type: 'forgotPassword', form });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'signOutNotStored' } });
    expect(rig.netRules.bearers).toEqual([]);
    rig.calls.reset();
    await rig.lifecycle().attend();
    await isRevoked(refreshToken);
  });
});

describe('a sign-in over a session', () => {
  test('that cannot be stored leaves that one, and gives back what it brought', async () => {
    const refreshToken = await signIn();
    const { bearers } = rig.netRules;
    failCalls('storage.set session');
    const reply = await rig.send({ type: 'signIn', form, credential: PASSWORD });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'notStored' } });
    expect(rig.netRules.bearers).toEqual(bearers);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
    expect(rig.pool.refreshTokenIsLive(refreshToken)).toBe(true);
  });
});

describe('a switch off', () => {
  test('on a full disk counts all the same, says so, and is stored when there is room', async () => {
    await signIn();
    failCalls('storage.set local', 'rules.change dynamic');
    expect(await rig.send(SWITCH_OFF)).toMatchObject({ ok: false, problem: { code: 'notStored' } });
    expect(rig.netRules.bearers).toEqual([]);
    await rig.restart();
    expect(rig.netRules.bearers).toEqual([]);
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', attach: false });
    rig.calls.reset();
    await rig.fireGuard();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', attach: false });
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: true } });
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('that has begun is carried through by the next worker, wherever this one died', async () => {
    await signIn();
    for (let number = 1; number < MOST_CALLS; number++) {
      dieBeforeCall(number);
      const isDead = await rig.calls.diesDuring(() => rig.send(SWITCH_OFF));
      if (!isDead) break;
      const hasBegun = rig.calls.made.includes('rules.change session');
      rig.calls.reset();
      await rig.restart();
      expect(rig.netRules.bearers).toHaveLength(hasBegun ? 0 : 1);
      await rig.stateAfter({ type: 'changeSettings', settings: { attach: true } });
      expect(rig.netRules.bearers).toHaveLength(1);
      rig.calls.reset();
    }
  });
});

describe('a projection', () => {
  test('takes headers off and puts newer ones on where the rules on disk cannot be changed', async () => {
    await signIn();
    const [first] = rig.netRules.bearers;
    rig.netRules.sets.dynamic = [];
    failCalls('rules.change dynamic');
    await rig.send({ type: 'refreshNow' });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toEqual([first]);
    rig.clock.advance(3 * 3_600_000);
    rig.pool.failNext('drop', 10);
    await rig.lifecycle().attend();
    expect(rig.netRules.bearers).toEqual([]);
  });
});
