import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PopupState } from '../../core/views/popup-state';
import { type BackgroundRig, createBackgroundRig, PASSPHRASE, PASSWORD } from '../../testing/background-rig';

const HOUR_MS = 3_600_000;
const TOTP_SECRET = 'KNSWG4TFOQQGC5LUNBSW45DJMNQXI33S';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const signIns = () => rig.pool.callsOf('InitiateAuth').length;

/** Time goes by, and the pool gives up all sessions of the user. */
async function endAtPool(): Promise<PopupState> {
  rig.clock.advance(HOUR_MS);
  rig.pool.revokeAllTokens('alice');
  return rig.stateAfter({ type: 'refreshNow' });
}

describe('a password that is kept', () => {
  test('signs in again where the pool refuses the refresh token, again and again', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    for (const count of [2, 3]) {
      expect((await endAtPool()).session).toMatchObject({ kind: 'signedIn', problem: null });
      expect(signIns()).toBe(count);
      expect(rig.netRules.bearers).toHaveLength(1);
    }
  });

  test('does so after a browser start, too', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    rig.clock.advance(HOUR_MS);
    rig.pool.revokeAllTokens('alice');
    await rig.restartBrowser();
    await rig.stateAfter({ type: 'unlock', passphrase: PASSPHRASE });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.storage.textOf('local')).not.toContain(PASSWORD);
  });

  test('does not where it was not asked for', async () => {
    await rig.signInKept();
    expect((await endAtPool()).session.kind).not.toBe('signedIn');
    expect(signIns()).toBe(1);
    expect(rig.storage.text).not.toContain(PASSWORD);
  });

  test('R6: is tried once where the pool refuses it, and then forgotten: nobody is locked out', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    rig.pool.changePassword('alice', 'An0ther-one!');
    expect((await endAtPool()).session).toMatchObject({
      kind: 'lapsed',
      problem: { code: 'keptPasswordRefused' },
    });
    expect(signIns()).toBe(2);
    for (const _ of [1, 2, 3]) {
      rig.clock.advance(2 * HOUR_MS);
      await rig.lifecycle().attend();
      await rig.restart();
    }
    expect(signIns()).toBe(2);
    expect(rig.storage.text).not.toContain(PASSWORD);
  });

  test('R6: is forgotten at once where it is refused while the token still lives', async () => {
    await rig.signInKept({ keepPassword: 'yes' }, { idTokenSeconds: 86_400, accessTokenSeconds: 86_400 });
    rig.pool.changePassword('alice', 'An0ther-one!');
    await endAtPool();
    expect(signIns()).toBe(2);
    expect(rig.storage.text).not.toContain(PASSWORD);
    await endAtPool();
    expect(signIns()).toBe(2);
  });

  test('R5: is used once an hour at most', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    await endAtPool();
    rig.clock.advance(HOUR_MS / 2);
    rig.pool.revokeAllTokens('alice');
    expect((await rig.stateAfter({ type: 'refreshNow' })).session.kind).not.toBe('challenged');
    expect(signIns()).toBe(2);
  });

  test('R5: is tried again after an hour where its answer was lost: the pool may have judged it', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    rig.clock.advance(HOUR_MS);
    rig.pool.revokeAllTokens('alice');
    const { fetch } = rig.network;
    rig.network.fetch = async (...args) => {
      const answer = await fetch(...args);
      const asked = new Headers(args[1]?.headers).get('x-amz-target') ?? '';
      if (asked.endsWith('.RespondToAuthChallenge')) throw new TypeError('network');
      return answer;
    };
    const answers = rig.pool.callsOf('RespondToAuthChallenge').length;
    for (const _ of Array.from({ length: 30 })) {
      rig.clock.advance(60_000);
      await rig.lifecycle().attend();
    }
    expect((await rig.stateAfter({ type: 'getState' })).session).toMatchObject({
      kind: 'signedIn',
      problem: { code: 'unreachable' },
    });
    expect(rig.pool.callsOf('RespondToAuthChallenge')).toHaveLength(answers + 1);
    rig.network.fetch = fetch;
    rig.clock.advance(HOUR_MS);
    await rig.lifecycle().attend();
    expect((await rig.stateAfter({ type: 'getState' })).session).toMatchObject({ problem: null });
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('R6: is not used where the disk has no room to remember it', async () => {
    await rig.signInKept({ keepPassword: 'yes' });
    rig.pool.changePassword('alice', 'An0ther-one!');
    rig.pool.revokeAllTokens('alice');
    rig.clock.advance(HOUR_MS);
    rig.calls.fateOf = (name) => (name === 'storage.set local' ? 'fails' : 'made');
    for (const _ of [1, 2, 3]) {
      await rig.restartBrowser();
      await rig.send({ type: 'unlock', passphrase: PASSPHRASE });
    }
    expect(signIns()).toBe(1);
  });

  test('answers with the authenticator’s code that is kept; a question for the user ends the session', async () => {
    const form = rig.formFor({}, { mfa: { totp: TOTP_SECRET } });
    const kept = { ...form, keepSignedIn: 'onDevice', keepPassword: 'yes' } as const;
    await rig.stateAfter({
      type: 'signIn',
      form: { ...kept, totpSecret: TOTP_SECRET },
      credential: PASSWORD,
    });
    expect((await endAtPool()).session).toMatchObject({ kind: 'signedIn', problem: null });
    await rig.send({ type: 'forgetSecret', field: 'totpSecret' });
    expect((await endAtPool()).session.kind).toBe('lapsed');
  });

  test.each([
    ['the sign-out', { type: 'signOut', everywhere: false, hostedUi: false }],
    ['the choice to keep nothing', { type: 'changeKeeping', keepSignedIn: 'untilBrowserCloses' }],
    ['all that is kept', { type: 'forgetKept' }],
  ] as const)('goes with %s', async (_, request) => {
    await rig.signInKept({ keepPassword: 'yes' });
    expect(rig.storage.text).toContain(PASSWORD);
    await rig.stateAfter(request);
    expect(rig.storage.text).not.toContain(PASSWORD);
  });

  test('goes with a sign-in that is cancelled', async () => {
    const form = { ...rig.formFor({}, { mfa: { totp: TOTP_SECRET } }), keepSignedIn: 'onDevice' } as const;
    await rig.stateAfter({ type: 'signIn', form: { ...form, keepPassword: 'yes' }, credential: PASSWORD });
    await rig.stateAfter({ type: 'cancelSignIn' });
    expect(rig.storage.text).not.toContain(PASSWORD);
  });

  test('in whose place another is chosen is not kept', async () => {
    const form = rig.formFor({}, { temporaryPassword: true });
    const kept = { ...form, keepSignedIn: 'onDevice', keepPassword: 'yes' } as const;
    const asked = await rig.stateAfter({ type: 'signIn', form: kept, credential: PASSWORD });
    expect(asked.session).toMatchObject({ kind: 'challenged', challengeName: 'NEW_PASSWORD_REQUIRED' });
    expect(rig.storage.text).not.toContain(PASSWORD);
  });
});
