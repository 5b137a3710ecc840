import type { OWN_CHALLENGES } from '../../core/session/challenge';
import type { ChallengedSessionView } from '../../core/views/session-view';
import type { Sentence } from '../../page/sentence';

const OWN_TITLES: Readonly<Record<keyof typeof OWN_CHALLENGES, string>> = {
  confirmSignUp: 'challengeTitleConfirmSignUp',
  resetPassword: 'challengeTitleResetPassword',
};

const TITLES: Readonly<Record<string, string>> = {
  SMS_MFA: 'challengeTitleSms',
  SMS_OTP: 'challengeTitleSms',
  EMAIL_OTP: 'challengeTitleEmail',
  SOFTWARE_TOKEN_MFA: 'challengeTitleAuthenticator',
  MFA_SETUP: 'challengeTitleSetup',
  NEW_PASSWORD_REQUIRED: 'challengeTitleNewPassword',
  SELECT_CHALLENGE: 'challengeTitleChoice',
  SELECT_MFA_TYPE: 'challengeTitleChoice',
  CUSTOM_CHALLENGE: 'challengeTitleCustom',
  WEB_AUTHN: 'challengeTitlePasskey',
  ...OWN_TITLES,
};

// What is asked for says it where the name of the challenge has nothing to add.
const LEADS: Readonly<Record<string, string>> = {
  MFA_SETUP: 'challengeSetup',
  NEW_PASSWORD_REQUIRED: 'challengeNewPassword',
  SELECT_CHALLENGE: 'challengeChoice',
  SELECT_MFA_TYPE: 'challengeChoiceMfa',
  CUSTOM_CHALLENGE: 'challengeCustom',
  WEB_AUTHN: 'challengePasskey',
};

const CHOICES: Readonly<Record<string, string>> = {
  EMAIL_OTP: 'optionEmailCode',
  SMS_OTP: 'optionSmsCode',
  SMS_MFA: 'optionSmsCode',
  SOFTWARE_TOKEN_MFA: 'optionAuthenticator',
  WEB_AUTHN: 'optionPasskey',
  PASSWORD: 'labelPassword',
  PASSWORD_SRP: 'optionPasswordSrp',
};

/** What is asked, as a heading. */
export function challengeTitle(challenge: ChallengedSessionView): Sentence {
  if (!challenge.fields) return ['challengeTitleUnsupported'];
  if (asksForPassword(challenge)) return ['challengeTitlePassword'];
  if (asksForAddress(challenge)) return ['challengeTitleEmailSetup'];
  return [TITLES[challenge.challengeName] ?? 'challengeTitleCode'];
}

/** Where the answer comes from, or why there can be none. */
export function challengeLead(challenge: ChallengedSessionView): Sentence {
  const { challengeName, fields, destination, deviceName, name } = challenge;
  if (!fields) return ['authError_challengeUnsupported', challengeName];
  if (asksForPassword(challenge)) return ['challengePassword', name];
  if (asksForAddress(challenge)) return ['challengeEmailSetup', name];
  if (challengeName === 'SOFTWARE_TOKEN_MFA') {
    return deviceName ? ['challengeDevice', deviceName] : ['challengeAuthenticator'];
  }
  const lead = LEADS[challengeName];
  if (lead) return [lead, name];
  if (destination) return ['challengeSentTo', destination];
  // Of these we know only that the user needs a code: nobody may have sent one.
  return challenge.canResendCode ? ['challengeCodeOwn'] : ['challengeSent'];
}

/** The key of a choice's name; null for one that is not known, whose own name then says most. */
export function choiceName(option: string): string | null {
  return CHOICES[option] ?? null;
}

function asksForAddress({ challengeName, setup }: ChallengedSessionView): boolean {
  return challengeName === 'MFA_SETUP' && setup === null;
}

// A choice of the password is made before the password is asked for, under the same name.
function asksForPassword({ fields }: ChallengedSessionView): boolean {
  return fields?.[0]?.kind === 'password';
}
