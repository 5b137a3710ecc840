import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { SignInContext } from '../sign-in-context';
import { provePassword } from '../srp/srp-exchange';
import type { PoolAnswer } from '../user-pools-api/user-pools-api';

/** Sends the user's password. */
export function answerPassword(
  { api }: SignInContext,
  challenge: Challenge,
  { challengePassword = '' }: ChallengeAnswers,
): Promise<PoolAnswer> {
  return api.respond(challenge, { ...choiceOf(challenge), PASSWORD: challengePassword });
}

/** Proves the user's password, which is not sent. */
export function answerPasswordSrp(
  context: SignInContext,
  challenge: Challenge,
  { challengePassword = '' }: ChallengeAnswers,
): Promise<PoolAnswer> {
  return provePassword(context, challengePassword, (SRP_A) =>
    context.api.respond(challenge, { ...choiceOf(challenge), SRP_A }),
  );
}

// A choice that led to the password is sent together with it.
function choiceOf({ chosen }: Challenge): Readonly<Record<string, string>> {
  return chosen === null ? {} : { ANSWER: chosen };
}
