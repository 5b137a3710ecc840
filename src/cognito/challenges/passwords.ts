import type { Challenge } from '../../core/session/challenge';
import { provePassword } from '../srp/srp-exchange';
import type { ChallengeHandler } from './challenge-handler';

/** The user's password, which is sent. */
export const password: ChallengeHandler = {
  answer: ({ api }, challenge, { challengePassword = '' }) =>
    api.respond(challenge, { ...choiceOf(challenge), PASSWORD: challengePassword }),
};

/** The user's password, which is proved. */
export const passwordSrp: ChallengeHandler = {
  answer: (context, challenge, { challengePassword = '' }) =>
    provePassword(context, challengePassword, (SRP_A) =>
      context.api.respond(challenge, { ...choiceOf(challenge), SRP_A }),
    ),
};

// A choice that led to the password is sent together with it.
function choiceOf({ chosen }: Challenge): Readonly<Record<string, string>> {
  return chosen === null ? {} : { ANSWER: chosen };
}
