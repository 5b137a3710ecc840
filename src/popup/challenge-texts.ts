import type { SessionView } from '../core/protocol';
import type { Sentence } from '../page/sentence';

/** A challenge as the popup sees it. */
export type ChallengeView = Extract<SessionView, { kind: 'challenged' }>;

/** What is asked, as a heading. */
export function challengeTitle({ challengeName, fields }: ChallengeView): Sentence {
  if (!fields) return ['challengeTitleUnsupported'];
  switch (challengeName) {
    case 'SMS_MFA':
      return ['challengeTitleSms'];
    case 'SOFTWARE_TOKEN_MFA':
      return ['challengeTitleAuthenticator'];
    case 'NEW_PASSWORD_REQUIRED':
      return ['challengeTitleNewPassword'];
    default:
      return ['challengeTitleCode'];
  }
}

/** Where the answer comes from, or why there can be none. */
export function challengeLead(challenge: ChallengeView): Sentence {
  const { challengeName, fields, destination, deviceName, username } = challenge;
  if (!fields) return ['authError_challengeUnsupported', challengeName];
  if (challengeName === 'NEW_PASSWORD_REQUIRED') return ['challengeNewPassword', username];
  if (challengeName === 'SOFTWARE_TOKEN_MFA') {
    return deviceName ? ['challengeDevice', deviceName] : ['challengeAuthenticator'];
  }
  return destination ? ['challengeSentTo', destination] : ['challengeSent'];
}
