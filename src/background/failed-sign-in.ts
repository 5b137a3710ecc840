import type { AuthProblem } from '../core/auth-error';
import type { Challenged, Session } from '../core/session';

/** The session of a sign-in that came to nothing. */
export function signedOutBy(problem: AuthProblem): Session {
  return { kind: 'signedOut', problem };
}

/** What a worker that dies in the middle of a sign-in leaves behind. */
export const INTERRUPTED = signedOutBy({ code: 'interrupted', detail: '' });

/** A wrong code may be typed again; whatever ends the sign-in itself ends the challenge. */
export function afterWrongAnswer(session: Challenged, problem: AuthProblem): Session {
  return endsChallenge(problem) ? signedOutBy(problem) : { ...session, problem };
}

function endsChallenge({ code }: AuthProblem): boolean {
  return (
    code === 'challengeExpired' ||
    code === 'notAuthorized' ||
    code === 'userDisabled' ||
    code === 'userNotFound' ||
    code === 'passwordResetRequired' ||
    code === 'tokenRejected' ||
    code === 'otherUser'
  );
}
