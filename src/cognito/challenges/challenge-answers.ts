import { AuthError } from '../../core/auth-error';
import { ATTRIBUTE_PREFIX, type Challenge, type ChallengeAnswers } from '../../core/session/challenge';
import type { ProvePassword } from '../sign-in-methods/sign-in-methods';
import type { AuthAnswer, AuthApi } from '../user-pools-api/auth-api';
import { verifyAuthenticator } from './authenticator-setup';

/**
 * Whether a choice is one that the pool is told together with what follows from it: we ask for the password first.
 */
export function isPasswordChoice(challenge: Challenge, { choice }: ChallengeAnswers): boolean {
  const isPassword = choice === 'PASSWORD' || choice === 'PASSWORD_SRP';
  return isPassword && challenge.chosen === null && challenge.choices.includes(choice);
}

/**
 * Sends what the user has typed.
 * @throws AuthError `challengeUnsupported` for a challenge that we cannot answer, or a choice that was not offered
 */
export function sendAnswer(
  api: AuthApi,
  challenge: Challenge,
  answers: ChallengeAnswers,
  prove: ProvePassword,
): Promise<AuthAnswer> {
  const { name, chosen } = challenge;
  if (name === 'MFA_SETUP') return verifyAuthenticator(api, challenge, bareCode(answers));
  const passwordChallenge = chosen ?? name;
  const choice: Record<string, string> = chosen === null ? {} : { ANSWER: chosen };
  const password = answers.challengePassword ?? '';
  if (passwordChallenge === 'PASSWORD') return api.respond(challenge, { ...choice, PASSWORD: password });
  if (passwordChallenge === 'PASSWORD_SRP') {
    return prove(password, (SRP_A) => api.respond(challenge, { ...choice, SRP_A }));
  }
  return api.respond(challenge, challengeResponses(challenge, answers));
}

// Source: Cognito API, RespondToAuthChallenge, `ChallengeResponses`.
function challengeResponses(
  challenge: Challenge,
  answers: ChallengeAnswers,
): Readonly<Record<string, string>> {
  switch (challenge.name) {
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return { [`${challenge.name}_CODE`]: bareCode(answers) };
    case 'NEW_PASSWORD_REQUIRED':
      return { NEW_PASSWORD: answers.newPassword ?? '', ...attributes(answers) };
    case 'SELECT_CHALLENGE':
    case 'SELECT_MFA_TYPE':
      return { ANSWER: offeredChoice(challenge, answers) };
    case 'CUSTOM_CHALLENGE':
      return { ANSWER: answers.answer ?? '' };
    case 'WEB_AUTHN':
      return { CREDENTIAL: answers.credential ?? '' };
    default:
      throw new AuthError('challengeUnsupported', challenge.name);
  }
}

/** The code as the pool knows it: people type it in groups, as their authenticator shows it. */
export function bareCode({ code = '' }: ChallengeAnswers): string {
  return code.replace(/\s/g, '');
}

function offeredChoice({ choices }: Challenge, { choice = '' }: ChallengeAnswers): string {
  if (!choices.includes(choice)) throw new AuthError('challengeUnsupported', choice);
  return choice;
}

function attributes(answers: ChallengeAnswers): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => id.startsWith(ATTRIBUTE_PREFIX)));
}
