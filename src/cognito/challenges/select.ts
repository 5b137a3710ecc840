import { AuthError } from '../../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { ChallengeHandler } from './challenge-handler';
import { password, passwordSrp } from './passwords';

const PASSWORDS: ReadonlyMap<string, ChallengeHandler> = new Map([
  ['PASSWORD', password],
  ['PASSWORD_SRP', passwordSrp],
]);

/** The user chooses how to sign in. */
export const selectChallenge: ChallengeHandler = {
  answer: async (context, challenge, answers) => {
    const chosen = PASSWORDS.get(challenge.chosen ?? '');
    if (chosen?.answer) return chosen.answer(context, challenge, answers);
    const choice = offeredChoice(challenge, answers);
    if (!PASSWORDS.has(choice)) return context.api.respond(challenge, { ANSWER: choice });
    // The pool wants this choice together with the password, so the user is asked for it first.
    return { kind: 'challenge', challenge: { ...challenge, chosen: choice } };
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
