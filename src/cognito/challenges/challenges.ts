import { AuthError } from '../../core/auth-error';
import {
  type Challenge,
  type ChallengeAnswers,
  fieldsOf,
  OWN_CHALLENGES,
} from '../../core/session/challenge';
import type { Progress, SignInContext } from '../sign-in-context';
import type { UserPoolsApi } from '../user-pools-api/user-pools-api';
import { withoutPassword } from '../without-password';
import { confirmSignUp, resetPassword, sendCode } from './account-recovery';
import { authenticatorSetup } from './authenticator-setup';
import type { ChallengeHandler } from './challenge-handler';
import { code, softwareToken } from './codes';
import { deviceSrp } from './devices';
import { newPassword } from './new-password';
import { answerPassword, answerPasswordSrp } from './passwords';
import { selectChallenge, selectMfaType } from './select';

/** The one place that decides how a challenge is answered. Source: Cognito API, RespondToAuthChallenge. */
const CHALLENGES: ReadonlyMap<string, ChallengeHandler> = new Map(
  Object.entries<ChallengeHandler>({
    SMS_MFA: code,
    EMAIL_OTP: code,
    SMS_OTP: code,
    SOFTWARE_TOKEN_MFA: softwareToken,
    MFA_SETUP: authenticatorSetup,
    DEVICE_SRP_AUTH: deviceSrp,
    NEW_PASSWORD_REQUIRED: newPassword,
    SELECT_CHALLENGE: selectChallenge,
    SELECT_MFA_TYPE: selectMfaType,
    PASSWORD: { answer: answerPassword },
    PASSWORD_SRP: { answer: answerPasswordSrp },
    CUSTOM_CHALLENGE: {
      answer: ({ api }, challenge, { answer = '' }) => api.respond(challenge, { ANSWER: answer }),
    },
    WEB_AUTHN: {
      answer: ({ api }, challenge, { credential = '' }) => api.respond(challenge, { CREDENTIAL: credential }),
    },
    [OWN_CHALLENGES.confirmSignUp]: confirmSignUp,
    [OWN_CHALLENGES.resetPassword]: resetPassword,
  }),
);

/** What we do about a challenge; nothing for one that we do not know. */
export function handlerOf({ name }: Challenge): ChallengeHandler {
  return CHALLENGES.get(name) ?? {};
}

/**
 * Sends what the user has typed.
 * @throws AuthError `challengeUnsupported` for a challenge that we cannot answer, or a choice that was not offered
 */
export async function answerChallenge(
  context: SignInContext,
  challenge: Challenge,
  answers: ChallengeAnswers,
): Promise<Progress> {
  const { answer } = handlerOf(challenge);
  if (!answer) throw new AuthError('challengeUnsupported', challenge.name);
  const asksForPassword = fieldsOf(challenge)?.some(
    ({ kind }) => kind === 'password' || kind === 'newPassword',
  );
  const answering = answer(context, challenge, answers);
  return asksForPassword ? answering : answering.catch(withoutPassword('answerRefused'));
}

/**
 * Has another code sent.
 * @returns the question as it stands now
 * @throws AuthError `challengeUnsupported` for a challenge whose code the pool sends once
 */
export async function resendCode(api: UserPoolsApi, challenge: Challenge): Promise<Challenge> {
  const { resendBy } = handlerOf(challenge);
  if (!resendBy) throw new AuthError('challengeUnsupported', challenge.name);
  return sendCode(api, challenge, resendBy);
}
