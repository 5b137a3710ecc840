import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeepMode } from '../../core/profile/profile';
import { type BackgroundRig, createBackgroundRig, PASSPHRASE, PASSWORD } from '../../testing/background-rig';

const KEPT = /"entries":\{"/;
const TOTP_SECRET = 'KNSWG4TFOQQGC5LUNBSW45DJMNQXI33S';
const MOST_CALLS = 100;
const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const unlock = () => rig.send({ type: 'unlock', passphrase: PASSPHRASE });
const state = () => rig.stateAfter({ type: 'getState' });

/** No write to the disk succeeds from now on. */
function fillDisk(): void {
  rig.calls.fateOf = (name) => (name === 'storage.set local' ? 'fails' : 'made');
}

async function change(key: string, to: (value: Record<string, never>) => object): Promise<void> {
  const { [key]: stored } = await rig.storage.get('local', [key]);
  if (stored) await rig.storage.set('local', { [key]: { version: 1, value: to((stored as Stored).value) } });
}

interface Stored {
  readonly value: Record<string, never>;
}

describe('a lock', () => {
  test('ends a sign-in that waits for its user: nothing would take off the header that it brings', async () => {
    const form = {
      ...rig.formFor({}, { mfa: { totp: TOTP_SECRET } }),
      keepSignedIn: 'withPassphrase' as const,
    };
    const request = { type: 'signIn', form, credential: PASSWORD, passphrase: PASSPHRASE } as const;
    expect((await rig.stateAfter(request)).session.kind).toBe('challenged');
    await rig.changeIdle('locked');
    expect((await state()).session.kind).toBe('signedOut');
    expect(rig.storage.textOf('session')).not.toMatch(/dataKey":"/);
  });

  test('on a full disk takes the header off, and loses no token that is yet to be kept', async () => {
    await rig.signInKept({}, { rotation: { retryGracePeriodSeconds: 0 } });
    fillDisk();
    expect((await rig.stateAfter({ type: 'refreshNow' })).vault.hasFailed).toBe(true);
    expect((await rig.stateAfter({ type: 'lock' })).session.kind).toBe('locked');
    expect(rig.netRules.bearers).toEqual([]);
    rig.calls.reset();
    await rig.lifecycle().attend();
    expect(rig.storage.textOf('session')).not.toMatch(/refreshToken":"|dataKey":"/);
    expect(await unlock()).toMatchObject({ value: { session: { kind: 'signedIn', problem: null } } });
  });

  test('forgets what was typed, too', async () => {
    const { form } = await rig.signInKept();
    const draft = { form: { ...form, clientSecret: 'canary-secret' }, answers: {} };
    await rig.send({ type: 'saveDraft', draft });
    await rig.stateAfter({ type: 'lock' });
    expect(rig.storage.text).not.toContain('canary-secret');
  });
});

describe('what is locked', () => {
  test.each(['withPassphrase', 'untilBrowserCloses'] as const)(
    'is not replaced by a sign-in from a page that was left open (%s)',
    async (keepSignedIn) => {
      const { form } = await rig.signInKept();
      await rig.stateAfter({ type: 'lock' });
      const request = { type: 'signIn', form: { ...form, keepSignedIn }, credential: 'Wr0ng-pass!' };
      expect(await rig.send({ ...request, passphrase: PASSPHRASE })).toMatchObject({
        problem: { code: 'passphraseMissing' },
      });
      expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
      expect(await unlock()).toMatchObject({ value: { session: { kind: 'signedIn' } } });
    },
  );

  test('goes on where the passphrase is typed for another profile', async () => {
    const { profileId, form } = await rig.signInKept();
    await rig.restartBrowser();
    rig.pool.addUser({ username: 'bob', password: PASSWORD });
    const bob = { ...form, username: 'bob', apiHosts: 'bob.example' };
    const request = { type: 'signIn', profileId: null, form: bob, credential: PASSWORD } as const;
    await rig.stateAfter({ ...request, passphrase: PASSPHRASE });
    const alice = await rig.stateAfter({ type: 'getState', profileId });
    expect(alice.session.kind).toBe('signedIn');
    expect(rig.netRules.bearers).toHaveLength(2);
  });
});

describe('a browser that is killed in a change of what is kept', () => {
  test.each([
    ['withPassphrase', 'onDevice'],
    ['onDevice', 'withPassphrase'],
  ] as const)('from %s to %s loses nothing, and leaves nothing of the former way', async (from, to) => {
    await rig.signInKept({ keepSignedIn: from });
    for (let number = 1; number < MOST_CALLS; number++) {
      await keep(from);
      let count = 0;
      rig.calls.fateOf = () => (++count === number ? 'dies' : 'made');
      const dies = await rig.calls.diesDuring(() => keep(to));
      rig.calls.reset();
      if (!dies) break;
      await rig.restartBrowser();
      await unlock();
      const { session, form } = await state();
      expect(session, `killed at ${number}`).toMatchObject({ kind: 'signedIn', problem: null });
      const former = form.keepSignedIn === 'onDevice' ? 'passphrase' : 'device';
      expect(await entriesIn(former), `killed at ${number}`).toEqual([]);
    }
  });

  test('to nothing leaves nothing after the next start', async () => {
    await rig.signInKept({ keepSignedIn: 'onDevice' });
    for (let number = 1; number < MOST_CALLS; number++) {
      await keep('onDevice');
      let count = 0;
      rig.calls.fateOf = () => (++count === number ? 'dies' : 'made');
      const dies = await rig.calls.diesDuring(() => keep('untilBrowserCloses'));
      rig.calls.reset();
      if (!dies) break;
      await rig.restart();
      const { form } = await state();
      if (form.keepSignedIn === 'untilBrowserCloses')
        expect(rig.storage.textOf('local'), `killed at ${number}`).not.toMatch(KEPT);
    }
  });

  const keep = (keepSignedIn: KeepMode) =>
    rig.send({ type: 'changeKeeping', keepSignedIn, passphrase: PASSPHRASE });
});

describe('on a full disk', () => {
  test('a sign-out takes what is kept along all the same: to take away needs no room', async () => {
    await rig.signInKept({ keepSignedIn: 'onDevice' });
    fillDisk();
    await rig.send(SIGN_OUT);
    rig.calls.reset();
    await rig.restartBrowser();
    expect((await state()).session.kind).toBe('signedOut');
    expect(rig.storage.textOf('local')).not.toMatch(KEPT);
  });

  test('all can be forgotten', async () => {
    await rig.signInKept();
    fillDisk();
    await rig.send({ type: 'forgetKept' });
    expect(rig.storage.textOf('local')).not.toMatch(/vault:|deviceKey/);
  });
});

describe('what is kept', () => {
  test('gives a secret back no more that was forgotten', async () => {
    await rig.signInKept({ clientSecret: 'canary-secret' }, { clientSecret: 'canary-secret' });
    rig.pool.revokeAllTokens('alice');
    rig.clock.advance(3_600_000);
    await rig.stateAfter({ type: 'refreshNow' });
    await rig.restartBrowser();
    await unlock();
    expect((await state()).keptSecrets).toEqual(['clientSecret']);
    await rig.stateAfter({ type: 'forgetSecret', field: 'clientSecret' });
    await rig.restartBrowser();
    await unlock();
    expect((await state()).keptSecrets).toEqual([]);
  });

  test('opens for no other domain of the hosted UI, endpoint or client', async () => {
    await rig.signInKept({ keepSignedIn: 'onDevice' });
    const { profiles } = await rig.storage.get('local', ['profiles']);
    const text = JSON.stringify(profiles);
    const hostedUi = text.replace('"domain":null', '"domain":"https://evil.example"');
    expect(hostedUi).not.toBe(text);
    await rig.storage.set('local', { profiles: JSON.parse(hostedUi) });
    await rig.restartBrowser();
    expect((await state()).session).toMatchObject({ problem: { code: 'keptUnreadable' } });
  });

  test('is written where it is read, whatever number stands there', async () => {
    await rig.signInKept({ keepSignedIn: 'onDevice' });
    for (const slot of ['a', 'b'])
      await change(`vault:device:${slot}`, (value) => ({ ...value, sequence: 1e300 }));
    await rig.restart();
    await rig.stateAfter({ type: 'refreshNow' });
    await rig.restartBrowser();
    expect((await state()).session.kind).toBe('signedIn');
  });
});

async function entriesIn(kind: string): Promise<readonly string[]> {
  const keys = ['a', 'b'].map((slot) => `vault:${kind}:${slot}`);
  const stored = Object.values(await rig.storage.get('local', keys)) as Stored[];
  return stored.flatMap(({ value }) => Object.keys(value.entries ?? {}));
}
