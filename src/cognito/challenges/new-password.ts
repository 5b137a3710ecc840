import { ATTRIBUTE_PREFIX } from '../../core/session/challenge';
import type { ChallengeHandler } from './challenge-handler';

/** A new password in place of a temporary one, with the attributes that the pool still wants. */
export const newPassword: ChallengeHandler = {
  answer: ({ api }, challenge, answers) => {
    const attributes = Object.entries(answers).filter(([id]) => id.startsWith(ATTRIBUTE_PREFIX));
    return api.respond(challenge, {
      NEW_PASSWORD: answers.newPassword ?? '',
      ...Object.fromEntries(attributes),
    });
  },
};
