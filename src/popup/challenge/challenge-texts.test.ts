import { describe, expect, it } from 'vitest';
import type { ChallengedSessionView } from '../../core/views/session-view';
import { challengeIdentity } from './challenge-identity';
import { challengeLead, challengeTitle, choiceName } from './challenge-texts';

const SMS: ChallengedSessionView = {
  kind: 'challenged',
  challengeName: 'SMS_MFA',
  fields: [{ id: 'code', kind: 'code' }],
  destination: '+*******1234',
  deviceName: '',
  setup: null,
  publicParameters: {},
  canResendCode: false,
  name: 'jane',
  problem: null,
};
const AUTHENTICATOR: ChallengedSessionView = { ...SMS, challengeName: 'SOFTWARE_TOKEN_MFA', destination: '' };

describe('the texts of a challenge', () => {
  it('name where a code was sent', () => {
    expect(challengeTitle(SMS)).toEqual(['challengeTitleSms']);
    expect(challengeLead(SMS)).toEqual(['challengeSentTo', '+*******1234']);
    expect(challengeLead({ ...SMS, destination: '' })).toEqual(['challengeSent']);
  });

  it('name the authenticator where it has a name', () => {
    expect(challengeTitle(AUTHENTICATOR)).toEqual(['challengeTitleAuthenticator']);
    expect(challengeLead({ ...AUTHENTICATOR, deviceName: 'Pixel' })).toEqual(['challengeDevice', 'Pixel']);
    expect(challengeLead(AUTHENTICATOR)).toEqual(['challengeAuthenticator']);
  });

  it('name what cannot be answered', () => {
    const unknown: ChallengedSessionView = { ...SMS, challengeName: 'RETINA_SCAN', fields: null };
    expect(challengeTitle(unknown)).toEqual(['challengeTitleUnsupported']);
    expect(challengeLead(unknown)).toEqual(['authError_challengeUnsupported', 'RETINA_SCAN']);
  });

  it('follow from a choice to what was chosen, which the pool calls by the same name', () => {
    const choice: ChallengedSessionView = {
      ...SMS,
      challengeName: 'SELECT_CHALLENGE',
      fields: [{ id: 'choice', kind: 'choice', options: ['PASSWORD'] }],
    };
    const password: ChallengedSessionView = {
      ...choice,
      fields: [{ id: 'challengePassword', kind: 'password' }],
    };
    expect(challengeTitle(choice)).toEqual(['challengeTitleChoice']);
    expect(challengeTitle(password)).toEqual(['challengeTitlePassword']);
    expect(challengeLead(password)).toEqual(['challengePassword', 'jane']);
  });

  it('say what a code is for, and where it was sent', () => {
    const confirm: ChallengedSessionView = {
      ...SMS,
      challengeName: 'confirmSignUp',
      destination: 'j***@e***',
    };
    expect(challengeTitle(confirm)).toEqual(['challengeTitleConfirmSignUp']);
    expect(challengeLead(confirm)).toEqual(['challengeSentTo', 'j***@e***']);
    expect(challengeTitle({ ...confirm, challengeName: 'resetPassword' })).toEqual([
      'challengeTitleResetPassword',
    ]);
  });

  it('O: tell an address that codes are sent to from an authenticator app', () => {
    const setup: ChallengedSessionView = {
      ...SMS,
      challengeName: 'MFA_SETUP',
      fields: [{ id: 'userAttributes.email', kind: 'attribute', attribute: 'email' }],
    };
    expect(challengeTitle(setup)).toEqual(['challengeTitleEmailSetup']);
    expect(challengeLead(setup)).toEqual(['challengeEmailSetup', 'jane']);
    const app: ChallengedSessionView = { ...setup, setup: { secret: 'A', uri: 'otpauth://totp/a' } };
    expect(challengeTitle(app)).toEqual(['challengeTitleSetup']);
  });

  it.each(['confirmSignUp', 'resetPassword'])('E: claim no code that nobody may have sent: %s', (name) => {
    const challenge = { ...SMS, challengeName: name, destination: '', canResendCode: true };
    expect(challengeLead(challenge)).toEqual(['challengeCodeOwn']);
  });

  it('name the choices that are known, and leave the others their own names', () => {
    expect(choiceName('EMAIL_OTP')).toBe('optionEmailCode');
    expect(choiceName('RETINA_SCAN')).toBeNull();
  });
});

describe('the identity of a challenge', () => {
  it('stays when an answer was wrong, so that what is typed stays', () => {
    const again: ChallengedSessionView = { ...SMS, problem: { code: 'codeMismatch', detail: '' } };
    expect(challengeIdentity(again)).toBe(challengeIdentity(SMS));
  });

  it('changes with the question', () => {
    expect(challengeIdentity(AUTHENTICATOR)).not.toBe(challengeIdentity(SMS));
  });
});
