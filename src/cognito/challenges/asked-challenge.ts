import { AuthError } from '../../core/auth-error';
import { isStringRecord } from '../../core/guards';
import { PREFERRED_CHALLENGES } from '../../core/profile/sign-in-method';
import { type Challenge, parseNames } from '../../core/session/challenge';
import type { PoolAnswer } from '../user-pools-api/user-pools-api';

// The second factors that we can answer, those that need no sending first.
const SECOND_FACTORS = ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_MFA'];

/**
 * The question that an answer of the pool ends with; null if there is none, which means that there are tokens.
 * Source: Cognito API, InitiateAuth and RespondToAuthChallenge, "Response Syntax".
 */
export function askedChallenge({ body, username }: PoolAnswer): Challenge | null {
  const { ChallengeName: name, ChallengeParameters, Session, AvailableChallenges } = body;
  if (!name) return null;
  if (typeof name !== 'string') throw new AuthError('notCognito');
  const parameters = isStringRecord(ChallengeParameters) ? ChallengeParameters : {};
  return {
    name,
    session: typeof Session === 'string' ? Session : '',
    username: parameters.USER_ID_FOR_SRP || username,
    parameters,
    choices: choicesOf(name, parameters, AvailableChallenges),
    chosen: null,
  };
}

// Only what we can answer is offered, in our order: the pool's has no meaning.
function choicesOf(
  name: string,
  parameters: Readonly<Record<string, string>>,
  available: unknown,
): readonly string[] {
  if (name === 'SELECT_CHALLENGE') {
    return PREFERRED_CHALLENGES.filter((choice) => Array.isArray(available) && available.includes(choice));
  }
  if (name !== 'SELECT_MFA_TYPE') return [];
  const offered = parseNames(parameters.MFAS_CAN_CHOOSE);
  return SECOND_FACTORS.filter((choice) => offered.includes(choice));
}
