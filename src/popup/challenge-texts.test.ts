import { describe, expect, it } from 'vitest';
import { challengeIdentity } from './challenge-identity';
import { type ChallengeView, challengeLead, challengeTitle } from './challenge-texts';

const SMS: ChallengeView = {
  kind: 'challenged',
  challengeName: 'SMS_MFA',
  fields: [{ id: 'code', kind: 'code' }],
  destination: '+*******1234',
  deviceName: '',
  setup: null,
  publicParameters: {},
  canResendCode: false,
  username: 'jane',
  problem: null,
};
const AUTHENTICATOR: ChallengeView = { ...SMS, challengeName: 'SOFTWARE_TOKEN_MFA', destination: '' };

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
    const custom: ChallengeView = { ...SMS, challengeName: 'CUSTOM_CHALLENGE', fields: null };
    expect(challengeTitle(custom)).toEqual(['challengeTitleUnsupported']);
    expect(challengeLead(custom)).toEqual(['authError_challengeUnsupported', 'CUSTOM_CHALLENGE']);
  });
});

describe('the identity of a challenge', () => {
  it('stays when an answer was wrong, so that what is typed stays', () => {
    const again: ChallengeView = { ...SMS, problem: { code: 'codeMismatch', detail: '' } };
    expect(challengeIdentity(again)).toBe(challengeIdentity(SMS));
  });

  it('changes with the question', () => {
    expect(challengeIdentity(AUTHENTICATOR)).not.toBe(challengeIdentity(SMS));
  });
});
