import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import { type Challenge, type ChallengeAnswers, OWN_CHALLENGES } from '../../core/session/challenge';
import type { AuthApi } from '../user-pools-api/auth-api';
import { bareCode } from './challenge-answers';

/**
 * The question that helps a user out whom the pool does not let in yet; null for every other failure. The pool has
 * sent its code already: at the sign-up, or when an administrator reset the password.
 */
export function recoveryFrom(error: unknown, username: string): Challenge | null {
  if (!(error instanceof AuthError)) return null;
  if (error.code === 'userNotConfirmed') return ownChallenge(OWN_CHALLENGES.confirmSignUp, username);
  if (error.code === 'passwordResetRequired') return ownChallenge(OWN_CHALLENGES.resetPassword, username);
  return null;
}

/** Has a code sent by which a user sets a new password. Source: Cognito API, ForgotPassword. */
export function forgotPassword(api: AuthApi, username: string): Promise<Challenge> {
  return sendCode(api, ownChallenge(OWN_CHALLENGES.resetPassword, username), 'ForgotPassword');
}

/**
 * Has another code sent. Source: Cognito API, ResendConfirmationCode and ForgotPassword.
 * @throws AuthError `challengeUnsupported` for a challenge whose code the pool sends once
 */
export async function resendCode(api: AuthApi, challenge: Challenge): Promise<Challenge> {
  switch (challenge.name) {
    case OWN_CHALLENGES.confirmSignUp:
      return sendCode(api, challenge, 'ResendConfirmationCode');
    case OWN_CHALLENGES.resetPassword:
      return sendCode(api, challenge, 'ForgotPassword');
    default:
      throw new AuthError('challengeUnsupported', challenge.name);
  }
}

/**
 * Gives the pool the code that it has sent.
 * Source: Cognito API, ConfirmSignUp and ConfirmForgotPassword.
 * @returns the password to sign in with; null for a challenge that is not about the account
 */
export async function recover(
  api: AuthApi,
  { name, username }: Challenge,
  answers: ChallengeAnswers,
): Promise<string | null> {
  const ConfirmationCode = bareCode(answers);
  if (name === OWN_CHALLENGES.confirmSignUp) {
    await api.callAbout(username, 'ConfirmSignUp', { ConfirmationCode }).catch(throwUnlessConfirmed);
    return answers.challengePassword ?? '';
  }
  if (name !== OWN_CHALLENGES.resetPassword) return null;
  const password = answers.newPassword ?? '';
  await api.callAbout(username, 'ConfirmForgotPassword', { ConfirmationCode, Password: password });
  return password;
}

// After a right code and a wrong password the user is confirmed, and types the password again.
function throwUnlessConfirmed(error: unknown): void {
  const isConfirmed = error instanceof AuthError && /current status is confirmed/i.test(error.detail);
  if (!isConfirmed) throw error;
}

async function sendCode(
  api: AuthApi,
  challenge: Challenge,
  operation: 'ForgotPassword' | 'ResendConfirmationCode',
): Promise<Challenge> {
  const { CodeDeliveryDetails } = (await api.callAbout(challenge.username, operation, {})).body;
  const destination = isRecord(CodeDeliveryDetails) ? CodeDeliveryDetails.Destination : undefined;
  const known = typeof destination === 'string' ? { CODE_DELIVERY_DESTINATION: destination } : {};
  return { ...challenge, parameters: { ...challenge.parameters, ...known } };
}

function ownChallenge(name: string, username: string): Challenge {
  return { name, session: '', username, parameters: {}, choices: [], chosen: null };
}
