import { ATTRIBUTE_PREFIX, type Challenge, type ChallengeAnswers } from '../core/challenge';

/**
 * What RespondToAuthChallenge wants for what the user typed, without USERNAME and SECRET_HASH.
 * Source: Cognito API, RespondToAuthChallenge, `ChallengeResponses`.
 * @returns null for a challenge that is not supported
 */
export function challengeResponses(
  challenge: Challenge,
  answers: ChallengeAnswers,
): Readonly<Record<string, string>> | null {
  switch (challenge.name) {
    case 'SMS_MFA':
      return { SMS_MFA_CODE: bareCode(answers) };
    case 'SOFTWARE_TOKEN_MFA':
      return { SOFTWARE_TOKEN_MFA_CODE: bareCode(answers) };
    case 'NEW_PASSWORD_REQUIRED':
      return { NEW_PASSWORD: answers.newPassword ?? '', ...attributes(answers) };
    default:
      return null;
  }
}

// People type codes in groups, as their authenticator shows them.
function bareCode(answers: ChallengeAnswers): string {
  return (answers.code ?? '').replace(/\s/g, '');
}

function attributes(answers: ChallengeAnswers): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => id.startsWith(ATTRIBUTE_PREFIX)));
}
