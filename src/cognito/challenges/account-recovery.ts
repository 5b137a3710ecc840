import { AuthError, problemOf } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import { type Challenge, OWN_CHALLENGES } from '../../core/session/challenge';
import type { AuthStep } from '../auth-step';
import type { UserPoolsApi } from '../user-pools-api/user-pools-api';
import type { ChallengeHandler } from './challenge-handler';
import { bareCode } from './codes';

/** The user types the code of the sign-up, and is signed in. Source: Cognito API, ConfirmSignUp. */
export const confirmSignUp: ChallengeHandler = {
  resendBy: 'ResendConfirmationCode',
  answer: async ({ api, signIn }, { username }, answers) => {
    const confirmation = { ConfirmationCode: bareCode(answers) };
    await api.callAbout(username, 'ConfirmSignUp', confirmation).catch(throwUnlessConfirmed);
    return signIn(answers.challengePassword ?? '');
  },
};

/** The user sets a new password by a code, and is signed in. Source: Cognito API, ConfirmForgotPassword. */
export const resetPassword: ChallengeHandler = {
  resendBy: 'ForgotPassword',
  answer: async ({ api, signIn }, { username }, answers) => {
    const password = answers.newPassword ?? '';
    const confirmation = { ConfirmationCode: bareCode(answers), Password: password };
    await api.callAbout(username, 'ConfirmForgotPassword', confirmation);
    // The new password is set and the code is used up, so there is nothing to answer again.
    return signIn(password).catch(refusedBy);
  },
};

/**
 * The question that helps a user whom the pool does not let in yet; null for every other failure. The pool has sent its
 * code already: at the sign-up, or when an administrator reset the password.
 */
export function recoveryFrom(error: unknown, username: string): Challenge | null {
  if (!(error instanceof AuthError)) return null;
  if (error.code === 'userNotConfirmed') return ownChallenge(OWN_CHALLENGES.confirmSignUp, username);
  if (error.code === 'passwordResetRequired') return ownChallenge(OWN_CHALLENGES.resetPassword, username);
  return null;
}

/** Has a code sent with which the user sets a new password. Source: Cognito API, ForgotPassword. */
export function requestPasswordReset(api: UserPoolsApi, username: string): Promise<Challenge> {
  return sendCode(api, ownChallenge(OWN_CHALLENGES.resetPassword, username), 'ForgotPassword');
}

/**
 * Has a code sent. Source: Cognito API, ResendConfirmationCode and ForgotPassword.
 * @returns the question, with where the code was sent
 */
export async function sendCode(
  api: UserPoolsApi,
  challenge: Challenge,
  operation: 'ForgotPassword' | 'ResendConfirmationCode',
): Promise<Challenge> {
  const { CodeDeliveryDetails } = (await api.callAbout(challenge.username, operation, {})).body;
  const destination = isRecord(CodeDeliveryDetails) ? CodeDeliveryDetails.Destination : undefined;
  const known = typeof destination === 'string' ? { CODE_DELIVERY_DESTINATION: destination } : {};
  return { ...challenge, parameters: { ...challenge.parameters, ...known } };
}

// After a right code and a wrong password the user is confirmed already, and types the password again.
function throwUnlessConfirmed(error: unknown): void {
  const isConfirmed = error instanceof AuthError && /current status is confirmed/i.test(error.detail);
  if (!isConfirmed) throw error;
}

function refusedBy(error: unknown): AuthStep {
  return { kind: 'refused', problem: problemOf(error) };
}

function ownChallenge(name: string, username: string): Challenge {
  return { name, session: '', username, parameters: {}, choices: [], chosen: null };
}
