import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

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
