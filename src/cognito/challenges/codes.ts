import { AuthError } from '../../core/auth-error';
import type { ChallengeAnswers } from '../../core/session/challenge';
import type { ChallengeHandler } from './challenge-handler';
import { totpCode } from './totp';

const REFUSED_CODE = ['codeMismatch', 'codeExpired', 'codeUsedAlready'];

/** A code that the pool has sent. */
export const code: ChallengeHandler = {
  answer: ({ api }, challenge, answers) =>
    api.respond(challenge, { [`${challenge.name}_CODE`]: bareCode(answers) }),
};

/** A code of an authenticator app, whose secret the profile may know. */
export const softwareToken: ChallengeHandler = {
  ...code,
  answerAutomatically: async ({ api, platform, secrets }, challenge, nowMs) => {
    if (secrets.totpSecret === null) return null;
    const totp = await totpCode(platform.crypto.subtle, secrets.totpSecret, nowMs);
    return api.respond(challenge, { SOFTWARE_TOKEN_MFA_CODE: totp }).catch(nullIfCodeRefused);
  },
};

/** The code as the pool knows it: people type it in groups, as their authenticator shows it. */
export function bareCode({ code = '' }: ChallengeAnswers): string {
  return code.replace(/\s/g, '');
}

// The challenge is still open then, and the user may know the right code.
function nullIfCodeRefused(error: unknown): null {
  if (error instanceof AuthError && REFUSED_CODE.includes(error.code)) return null;
  throw error;
}
