import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

describe('signing in', () => {
  test('gives a session, one bearer in the rules, an alarm before the end, and tells the pages', async () => {
    const form = rig.formFor();
    const { session } = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(session).toMatchObject({ kind: 'signedIn', username: 'alice', attach: true });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.alarmMs()).toBe(rig.clock.nowMs + 54 * 60_000);
    expect(rig.announcements()).toBeGreaterThan(0);
  });

  test('with a bad form names every bad field, saves nothing and calls nobody', async () => {
    const form = { ...rig.formFor(), userPoolId: 'x', username: ' ' };
    const reply = await rig.send({ type: 'signIn', form, credential: '' });
    expect(reply).toMatchObject({
      ok: false,
      fieldProblems: [{ field: 'userPoolId' }, { field: 'username' }, { field: 'password' }],
    });
    expect(rig.storage.text).toBe('[]');
    expect(rig.pool.calls).toHaveLength(0);
  });

  test('with a wrong password keeps the profile and says why, after one attempt', async () => {
    const form = rig.formFor();
    const state = await rig.stateAfter({ type: 'signIn', form, credential: 'wrong' });
    expect(state.session).toMatchObject({ kind: 'signedOut', problem: { code: 'wrongPassword' } });
    expect(state.form).toEqual(form);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
  });

  test('G: with blanks around what was pasted costs no attempt, in the form and in a challenge', async () => {
    const form = rig.formFor({}, { temporaryPassword: true });
    const credential = ` ${PASSWORD}\n`;
    const asked = await rig.stateAfter({
      type: 'signIn',
      form: { ...form, username: ' alice\n' },
      credential,
    });
    expect(asked.session).toMatchObject({ kind: 'challenged', challengeName: 'NEW_PASSWORD_REQUIRED' });
    const answers = { newPassword: '\tN3w-password! ' };
    const answer = { type: 'answerChallenge', challengeName: 'NEW_PASSWORD_REQUIRED', answers } as const;
    expect((await rig.stateAfter(answer)).session.kind).toBe('signedIn');
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    const again = await rig.stateAfter({ type: 'signIn', form, credential: 'N3w-password!' });
    expect(again.session.kind).toBe('signedIn');
  });

  test('G: with blanks within the username is refused beside it, and calls nobody', async () => {
    const form = { ...rig.formFor(), username: 'alice smith' };
    const reply = await rig.send({ type: 'signIn', form, credential: PASSWORD });
    expect(reply).toMatchObject({ fieldProblems: [{ field: 'username', code: 'usernameMalformed' }] });
    expect(rig.pool.calls).toEqual([]);
  });

  test('never stores the password, nor the client secret on disk', async () => {
    const form = { ...rig.formFor({ clientSecret: 'canary-secret' }), clientSecret: 'canary-secret' };
    await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(rig.storage.text).not.toContain(PASSWORD);
    expect(rig.storage.text.match(/canary-secret/g)).toHaveLength(1);
    const state = await rig.stateAfter({ type: 'getState' });
    expect(state).toMatchObject({ keptSecrets: ['clientSecret'], form: { clientSecret: '' } });
    expect(JSON.stringify(state)).not.toContain('canary-secret');
  });

  test('again with an empty client secret field uses the kept one; another app client does not', async () => {
    const form = rig.formFor({ clientSecret: 'canary-secret' });
    const typed = { ...form, clientSecret: 'canary-secret' };
    await rig.stateAfter({ type: 'signIn', form: typed, credential: PASSWORD });
    await rig.stateAfter(SIGN_OUT);
    const again = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(again.session.kind).toBe('signedIn');
    await rig.stateAfter(SIGN_OUT);
    const { clientId } = rig.pool.addClient({ clientSecret: 'another' });
    const other = await rig.stateAfter({ type: 'signIn', form: { ...form, clientId }, credential: PASSWORD });
    expect(other.session).toMatchObject({ problem: { code: 'clientSecretMissing' } });
    expect(other.keptSecrets).toEqual([]);
  });

  test('twice at once leaves one session, and gives the other refresh token back', async () => {
    const form = rig.formFor();
    const request = { type: 'signIn', form, credential: PASSWORD };
    await Promise.all([rig.send(request), rig.send(request)]);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
    await expect.poll(() => rig.storage.text).not.toContain('revocations');
    const { refreshToken } =
      /refreshToken\\":\\"(?<refreshToken>[^"\\]+)/.exec(rig.storage.text)?.groups ?? {};
    expect(rig.pool.refreshTokenIsLive(refreshToken ?? '')).toBe(true);
  });
});

describe('signing in over another session', () => {
  test('gives the old tokens back to their own app client, and never sends them to the new hosts', async () => {
    const form = rig.formFor();
    await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    const [old = ''] = rig.netRules.bearers;
    const { clientId } = rig.pool.addClient();
    const next = { ...form, clientId, apiHosts: 'new.example.com' };
    const rules = () => JSON.stringify(rig.netRules.rules);
    rig.pool.failNext({ kind: 'hang', operation: 'InitiateAuth' });
    void rig.send({ type: 'signIn', form: next, credential: PASSWORD });
    await expect.poll(() => rig.pool.callsOf('InitiateAuth')).toHaveLength(2);
    await rig.restart();
    expect(rules()).toContain(old);
    expect(rules()).not.toContain('new.example.com');

    await rig.stateAfter({ type: 'signIn', form: next, credential: PASSWORD });
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
    await rig.restart();
    expect(rules()).toContain('new.example.com');
    expect(rules()).not.toContain(old);
    expect(rig.pool.callsOf('RevokeToken')[0]).toMatchObject({ clientId: form.clientId, status: 200 });
  });

  test.each([
    ['a wrong password', 'wrongPassword', {}, 'Wr0ng-horse!'],
    ['an unknown app client', 'clientNotFound', { clientId: 'unknown1unknown1unknown1un' }, PASSWORD],
    ['another user, who is unknown', 'wrongPassword', { username: 'nobody' }, PASSWORD],
  ])('costs nothing by %s', async (_, code, changed, credential) => {
    const form = rig.formFor();
    const { session } = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    const { bearers } = rig.netRules;
    const reply = await rig.send({ type: 'signIn', form: { ...form, ...changed }, credential });
    expect(reply).toMatchObject({ ok: false, problem: { code } });
    const after = await rig.stateAfter({ type: 'getState' });
    expect(after).toMatchObject({ session, form });
    expect(rig.netRules.bearers).toEqual(bearers);
    expect(rig.pool.callsOf('RevokeToken')).toEqual([]);
    expect((await rig.stateAfter({ type: 'refreshNow' })).session).toMatchObject({ problem: null });
  });

  test('to a question of the pool ends the session that stands, and sends nothing', async () => {
    const form = rig.formFor();
    await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    rig.pool.askNext('PALM_READING');
    const { session } = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(session.kind).toBe('challenged');
    expect(rig.netRules.bearers).toEqual([]);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
  });

  test('that is signed out meanwhile comes to nothing', async () => {
    const form = rig.formFor();
    const signingIn = rig.send({ type: 'signIn', form, credential: PASSWORD });
    await expect.poll(() => rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
    await rig.stateAfter({ type: 'getState' });
    await rig.stateAfter(SIGN_OUT);
    await signingIn;
    expect((await rig.stateAfter({ type: 'getState' })).session.kind).toBe('signedOut');
    expect(rig.netRules.bearers).toEqual([]);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
  });
});

describe('messages', () => {
  test.each([null, 'getState', [], { type: 'nope' }, { type: 'signIn' }])(
    '%j is no request',
    async (message) => {
      expect(await rig.send(message)).toMatchObject({ ok: false });
    },
  );

  test('before the first sign-in there is a state, and nothing else to have', async () => {
    const state = await rig.stateAfter({ type: 'getState' });
    expect(state.session).toEqual({ kind: 'signedOut', problem: null });
    expect(await rig.send({ type: 'getToken', profileId: 'p1' })).toMatchObject({
      problem: { code: 'notSignedIn' },
    });
  });
});
