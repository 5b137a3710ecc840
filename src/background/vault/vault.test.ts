import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSPHRASE, PASSWORD } from '../../testing/background-rig';

const KEPT = /"entries":\{"/;

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const unlock = (passphrase = PASSPHRASE) => rig.send({ type: 'unlock', passphrase });

describe('kept with a passphrase', () => {
  test('is locked after a browser start, and goes on with the passphrase, without the password', async () => {
    expect((await rig.signInKept()).session.kind).toBe('signedIn');
    const signIns = rig.pool.callsOf('InitiateAuth').length;
    await rig.restartBrowser();
    const locked = await rig.stateAfter({ type: 'getState' });
    expect(locked.session).toEqual({ kind: 'locked', name: 'alice', problem: null });
    expect(rig.badge()).toBe('locked');
    expect(rig.netRules.bearers).toEqual([]);

    expect(await unlock()).toMatchObject({
      ok: true,
      value: { session: { kind: 'signedIn', name: 'alice' } },
    });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(signIns);
    expect(rig.badge()).toBe('attached');
  });

  test('T4: lies on the disk sealed: no token, no secret, no passphrase', async () => {
    await rig.signInKept({ clientSecret: 'canary-secret' }, { clientSecret: 'canary-secret' });
    const disk = rig.storage.textOf('local');
    expect(disk).toContain('vault:passphrase');
    expect(disk).not.toMatch(/eyJ|canary-secret|refreshToken|correct horse/);
    expect(disk).not.toContain(PASSWORD);
  });

  test('a wrong passphrase is told, waits longer each time, and loses nothing', async () => {
    await rig.signInKept();
    await rig.restartBrowser();
    expect(await unlock('wrong')).toMatchObject({ problem: { code: 'passphraseWrong' } });
    expect(await unlock()).toMatchObject({ problem: { code: 'passphraseTooSoon', detail: '1' } });
    rig.clock.advance(1_000);
    expect(await unlock('wrong again')).toMatchObject({ problem: { code: 'passphraseWrong' } });
    rig.clock.advance(1_000);
    // A worker that is killed forgets nothing of it.
    await rig.restart();
    expect(await unlock()).toMatchObject({ problem: { code: 'passphraseTooSoon', detail: '1' } });
    rig.clock.advance(1_000);
    expect(await unlock()).toMatchObject({ ok: true, value: { session: { kind: 'signedIn' } } });
  });

  test('R3: the token that a rotation brought is the one that is kept', async () => {
    await rig.signInKept({}, { rotation: { retryGracePeriodSeconds: 0 } });
    for (const _ of [1, 2]) {
      rig.clock.advance(59 * 60_000);
      await rig.lifecycle().attend();
    }
    await rig.restartBrowser();
    await unlock();
    expect(rig.netRules.bearers).toHaveLength(1);
    expect((await rig.stateAfter({ type: 'getState' })).session).toMatchObject({
      kind: 'signedIn',
      problem: null,
    });
  });

  test('signing out leaves nothing on the disk', async () => {
    await rig.signInKept();
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(rig.storage.textOf('local')).not.toMatch(KEPT);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).session.kind).toBe('signedOut');
  });

  test('forgetting what is kept leads from the locked face to the form', async () => {
    await rig.signInKept();
    await rig.restartBrowser();
    const state = await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(state.session).toEqual({ kind: 'signedOut', problem: null });
    expect(state.form.username).toBe('alice');
    expect(rig.storage.textOf('local')).not.toMatch(KEPT);
  });

  test('needs a passphrase, and one of some length', async () => {
    const form = { ...rig.formFor(), keepSignedIn: 'withPassphrase' as const };
    const send = (passphrase?: string) =>
      rig.send({
        type: 'signIn',
        form,
        credential: PASSWORD,
        ...(passphrase !== undefined && { passphrase }),
      });
    expect(await send()).toMatchObject({ problem: { code: 'passphraseMissing' } });
    expect(await send('short')).toMatchObject({ fieldProblems: [{ code: 'newPassphraseShort' }] });
    expect(rig.pool.callsOf('InitiateAuth')).toEqual([]);
  });
});

describe('kept on this device', () => {
  test('is there after a browser start, without a passphrase', async () => {
    await rig.signInKept({ keepSignedIn: 'onDevice' });
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).session).toMatchObject({
      kind: 'signedIn',
      name: 'alice',
    });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.badge()).toBe('attached');
  });

  test('changes at once with the choice', async () => {
    await rig.signInKept();
    await rig.stateAfter({ type: 'changeKeeping', keepSignedIn: 'onDevice' });
    expect(await entriesIn('passphrase')).toEqual([{}, {}]);
    await rig.restartBrowser();
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.stateAfter({ type: 'changeKeeping', keepSignedIn: 'untilBrowserCloses' });
    expect(rig.storage.textOf('local')).not.toMatch(KEPT);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).session.kind).toBe('signedOut');
  });
});

describe('what is kept and cannot be read', () => {
  async function tamper(change: (vault: StoredVault) => void): Promise<void> {
    for (const slot of ['a', 'b']) {
      const key = `vault:passphrase:${slot}`;
      const { [key]: stored } = await rig.storage.get('local', [key]);
      if (!stored) continue;
      change(stored as StoredVault);
      await rig.storage.set('local', { [key]: stored });
    }
  }

  test('is said, and left as it is until another sign-in takes its place', async () => {
    const { form } = await rig.signInKept();
    await tamper(({ value: { entries } }) => {
      for (const entry of Object.values(entries)) entry.data = `AAAA${entry.data.slice(4)}`;
    });
    await rig.restartBrowser();
    expect(await unlock()).toMatchObject({
      value: { session: { kind: 'signedOut', problem: { code: 'keptUnreadable' } } },
    });
    expect(rig.storage.textOf('local')).toContain('vault:passphrase');
    await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    await rig.restartBrowser();
    expect(await unlock()).toMatchObject({ value: { session: { kind: 'signedIn' } } });
  });

  test('T4: is no other profile’s: an entry opens for the pool, client and endpoint that it was kept for', async () => {
    const { profileId, form } = await rig.signInKept();
    const { clientId } = rig.pool.addClient();
    const bob = { ...form, clientId, username: 'bob' };
    rig.pool.addUser({ username: 'bob', password: PASSWORD });
    const other = await rig.stateAfter({ type: 'signIn', profileId: null, form: bob, credential: PASSWORD });
    await tamper(({ value: { entries } }) => {
      const [one, two] = [entries[String(profileId)], entries[String(other.profileId)]];
      if (one && two) Object.assign(entries, { [String(profileId)]: two, [String(other.profileId)]: one });
    });
    await rig.restartBrowser();
    await unlock();
    for (const each of [profileId, other.profileId]) {
      const { session } = await rig.stateAfter({ type: 'getState', profileId: each });
      expect(session).toMatchObject({ kind: 'signedOut', problem: { code: 'keptUnreadable' } });
    }
    expect(rig.netRules.bearers).toEqual([]);
  });
});

describe('several profiles', () => {
  test('are all locked and unlocked by the one passphrase; what is not kept is left alone', async () => {
    const { form } = await rig.signInKept();
    rig.pool.addUser({ username: 'bob', password: PASSWORD });
    const { clientId } = rig.pool.addClient();
    const bob = { ...form, clientId, username: 'bob', apiHosts: 'bob.example' };
    await rig.stateAfter({ type: 'signIn', profileId: null, form: bob, credential: PASSWORD });
    const free = { ...bob, apiHosts: 'free.example', keepSignedIn: 'untilBrowserCloses' as const };
    await rig.stateAfter({ type: 'signIn', profileId: null, form: free, credential: PASSWORD });
    expect(rig.netRules.bearers).toHaveLength(3);
    await rig.stateAfter({ type: 'lock' });
    expect(rig.netRules.bearers).toHaveLength(1);
    await unlock();
    expect(rig.netRules.bearers).toHaveLength(3);
  });
});

interface StoredVault {
  readonly value: { readonly entries: Record<string, { data: string }> };
}

describe('the passphrase', () => {
  test('can be changed: the old one opens nothing, and what is kept is the same', async () => {
    await rig.signInKept();
    const newPassphrase = 'battery staple horse';
    expect(await rig.send({ type: 'changePassphrase', passphrase: 'wrong', newPassphrase })).toMatchObject({
      problem: { code: 'passphraseWrong' },
    });
    rig.clock.advance(2_000);
    await rig.stateAfter({ type: 'changePassphrase', passphrase: PASSPHRASE, newPassphrase });
    await rig.restartBrowser();
    expect(await unlock()).toMatchObject({ problem: { code: 'passphraseWrong' } });
    rig.clock.advance(2_000);
    expect(await unlock(newPassphrase)).toMatchObject({ ok: true, value: { session: { kind: 'signedIn' } } });
  });

  test('that was forgotten: all can be forgotten, and nothing stays locked', async () => {
    await rig.signInKept();
    await rig.restartBrowser();
    const state = await rig.stateAfter({ type: 'forgetKept' });
    expect(state.session).toEqual({ kind: 'signedOut', problem: null });
    expect(state.vault.state).toBe('none');
  });
});

async function entriesIn(kind: string): Promise<readonly object[]> {
  const keys = ['a', 'b'].map((slot) => `vault:${kind}:${slot}`);
  const stored = (await rig.storage.get('local', keys)) as Record<string, StoredVault>;
  return Object.values(stored).map(({ value }) => value.entries);
}
