import { AuthError } from '../../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { ChallengeHandler } from './challenge-handler';
import { answerPassword, answerPasswordSrp } from './passwords';

/** The user chooses how to sign in. */
export const selectChallenge: ChallengeHandler = {
  answer: async (context, challenge, answers) => {
    if (challenge.chosen === 'PASSWORD') return answerPassword(context, challenge, answers);
    if (challenge.chosen === 'PASSWORD_SRP') return answerPasswordSrp(context, challenge, answers);
    const chosen = offeredChoice(challenge, answers);
    // The pool wants the choice of a password together with it, so the user is asked for it first.
    if (chosen.startsWith('PASSWORD')) return { kind: 'challenge', challenge: { ...challenge, chosen } };
    return context.api.respond(challenge, { ANSWER: chosen });
  },
};

/** The user chooses a second factor, unless we can answer one of them. */
export const selectMfaType: ChallengeHandler = {
  answer: async ({ api }, challenge, answers) =>
    api.respond(challenge, { ANSWER: offeredChoice(challenge, answers) }),
  answerAutomatically: async ({ api, secrets }, challenge) => {
    const isOurs = secrets.totpSecret !== null && challenge.choices.includes('SOFTWARE_TOKEN_MFA');
    return isOurs ? api.respond(challenge, { ANSWER: 'SOFTWARE_TOKEN_MFA' }) : null;
  },
};

function offeredChoice({ choices }: Challenge, { choice = '' }: ChallengeAnswers): string {
  if (!choices.includes(choice)) throw new AuthError('challengeUnsupported', choice);
  return choice;
}
