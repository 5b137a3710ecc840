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
    rig.pool.failNext({ kind: 'hang', operation: 'InitiateAuth' });
    void rig.send({
      type: 'signIn',
      form: { ...form, clientId, apiHosts: 'new.example.com' },
      credential: PASSWORD,
    });
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
    await rig.restart();
    expect(JSON.stringify(rig.netRules.rules)).toContain('new.example.com');
    expect(JSON.stringify(rig.netRules.rules)).not.toContain(old);
    expect(rig.pool.callsOf('RevokeToken')[0]).toMatchObject({ clientId: form.clientId, status: 200 });
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

describe('a challenge', () => {
  const phone = { mfa: { sms: '+4915112345678' } };

  test('survives the worker, takes a second try, and its draft is dropped when it is over', async () => {
    await rig.stateAfter({ type: 'signIn', form: rig.formFor({}, phone), credential: PASSWORD });
    await rig.send({
      type: 'saveDraft',
      draft: { form: null, answers: { code: '12', newPassword: 'canary' } },
    });
    await rig.restart();
    const waiting = await rig.stateAfter({ type: 'getState' });
    expect(waiting.session).toMatchObject({ kind: 'challenged', destination: '+*******5678' });
    expect(waiting.draft.answers).toEqual({ code: '12' });
    const wrong = await rig.stateAfter({
      type: 'answerChallenge',
      challengeName: 'SMS_MFA',
      answers: { code: 'x' },
    });
    expect(wrong.session).toMatchObject({ kind: 'challenged', problem: { code: 'codeMismatch' } });
    const code = rig.pool.outbox.at(-1)?.code ?? '';
    const right = await rig.stateAfter({
      type: 'answerChallenge',
      challengeName: 'SMS_MFA',
      answers: { code },
    });
    expect(right.session.kind).toBe('signedIn');
    expect(right.draft.answers).toEqual({});
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('that is cancelled while its answer is on the way leaves no token behind', async () => {
    await rig.stateAfter({ type: 'signIn', form: rig.formFor({}, phone), credential: PASSWORD });
    const code = rig.pool.outbox.at(-1)?.code ?? '';
    const answering = rig.send({ type: 'answerChallenge', challengeName: 'SMS_MFA', answers: { code } });
    await rig.stateAfter({ type: 'cancelSignIn' });
    await answering;
    expect((await rig.stateAfter({ type: 'getState' })).session.kind).toBe('signedOut');
    expect(rig.netRules.bearers).toEqual([]);
    await expect.poll(() => rig.pool.callsOf('RevokeToken')).toHaveLength(1);
  });

  test('of a new password is over when that was set, also where the sign-in then fails', async () => {
    const form = rig.formFor({}, { mustResetPassword: true, email: 'alice@example.com' });
    const asked = await rig.stateAfter({ type: 'forgotPassword', form });
    expect(asked.session).toMatchObject({ kind: 'challenged', challengeName: 'resetPassword' });
    const answers = { code: rig.pool.outbox.at(-1)?.code ?? '', newPassword: 'N3w-password!' };
    rig.pool.failNext({ kind: 'drop', operation: 'InitiateAuth' });
    const reset = { type: 'answerChallenge', challengeName: 'resetPassword', answers } as const;
    expect((await rig.stateAfter(reset)).session).toMatchObject({
      kind: 'signedOut',
      problem: { code: 'unreachable' },
    });
    const again = await rig.stateAfter({ type: 'signIn', form, credential: 'N3w-password!' });
    expect(again.session.kind).toBe('signedIn');
  });

  test('is not answered by what was typed for another question', async () => {
    await rig.stateAfter({ type: 'signIn', form: rig.formFor({}, phone), credential: PASSWORD });
    const answer = {
      type: 'answerChallenge',
      challengeName: 'WEB_AUTHN',
      answers: { credential: '{}' },
    } as const;
    expect((await rig.stateAfter(answer)).session).toMatchObject({ kind: 'challenged', problem: null });
    expect(rig.pool.callsOf('RespondToAuthChallenge')).toHaveLength(1);
  });

  test('D: stays where the pool refuses by words that nobody knows, and shows these', async () => {
    await rig.stateAfter({ type: 'signIn', form: rig.formFor({}, phone), credential: PASSWORD });
    const refusal = { name: 'NotAuthorizedException', message: 'Not on Sundays.' } as const;
    rig.pool.refuseNext({ ...refusal, operation: 'RespondToAuthChallenge' });
    const code = rig.pool.outbox.at(-1)?.code ?? '';
    const answer = { type: 'answerChallenge', challengeName: 'SMS_MFA', answers: { code } } as const;
    const problem = { code: 'notAuthorized', detail: 'Not on Sundays.' };
    expect((await rig.stateAfter(answer)).session).toMatchObject({ kind: 'challenged', problem });
    expect((await rig.stateAfter(answer)).session.kind).toBe('signedIn');
  });

  test('is over when the pool refuses a password: its session is used up', async () => {
    const form = { ...rig.formFor({ authFlows: ['ALLOW_USER_AUTH'] }), signInMethod: 'choice' } as const;
    await rig.stateAfter({ type: 'signIn', form, credential: '' });
    const chosen = await rig.stateAfter({
      type: 'answerChallenge',
      challengeName: 'SELECT_CHALLENGE',
      answers: { choice: 'PASSWORD_SRP' },
    });
    expect(chosen.session).toMatchObject({ kind: 'challenged', problem: null });
    const wrong = await rig.stateAfter({
      type: 'answerChallenge',
      challengeName: 'SELECT_CHALLENGE',
      answers: { challengePassword: 'wrong' },
    });
    expect(wrong.session).toMatchObject({ kind: 'signedOut', problem: { code: 'wrongPassword' } });
  });

  test('of ours stays: a password beside the code of a sign-up may be typed again', async () => {
    const form = rig.formFor({}, { confirmed: false, email: 'alice@example.com' });
    await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    const answers = { code: rig.pool.outbox.at(-1)?.code ?? '', challengePassword: 'wrong' };
    const wrong = await rig.stateAfter({ type: 'answerChallenge', challengeName: 'confirmSignUp', answers });
    expect(wrong.session).toMatchObject({ kind: 'challenged', problem: { code: 'wrongPassword' } });
    const right = { ...answers, challengePassword: PASSWORD };
    expect(
      (await rig.stateAfter({ type: 'answerChallenge', challengeName: 'confirmSignUp', answers: right }))
        .session.kind,
    ).toBe('signedIn');
  });

  test('ends after a quarter of an hour without asking anybody', async () => {
    await rig.stateAfter({ type: 'signIn', form: rig.formFor({}, phone), credential: PASSWORD });
    expect(rig.alarmMs()).toBe(rig.clock.nowMs + 15 * 60_000);
    rig.clock.advance(15 * 60_000);
    await rig.lifecycle().attend();
    const { session } = await rig.stateAfter({ type: 'getState' });
    expect(session).toMatchObject({ kind: 'signedOut', problem: { code: 'challengeExpired' } });
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
