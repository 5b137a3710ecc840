import type { AuthProblem } from '../../core/auth-error';
import { type Challenge, isAskedAgain } from '../../core/session/challenge';
import type { Challenged, Session } from '../../core/session/session';

/** The session of a sign-in that came to nothing. */
export function signedOutBy(problem: AuthProblem): Session {
  return { kind: 'signedOut', problem };
}

/** What a worker that dies in the middle of a sign-in leaves behind. */
export const INTERRUPTED = signedOutBy({ code: 'interrupted', detail: '' });

/** What an answer of the pool's pages that comes too late leaves. */
export const TIMED_OUT = signedOutBy({ code: 'hostedUiTimedOut', detail: '' });

/** A wrong code may be typed again; whatever ends the sign-in itself ends the challenge. */
export function afterWrongAnswer(session: Challenged, problem: AuthProblem): Session {
  return endsChallenge(problem, session.challenge) ? signedOutBy(problem) : { ...session, problem };
}

/** A pool that asks the very same again says no more than that. */
export function afterSameQuestion(asked: Challenge, session: Session): Session {
  if (session.kind !== 'challenged' || !isAskedAgain(asked, session.challenge)) return session;
  return { ...session, problem: { code: 'answerNotAccepted', detail: '' } };
}

// A password that the pool refuses uses its session up; a question of ours has none, and may be answered again.
function endsChallenge({ code }: AuthProblem, { session }: Challenge): boolean {
  return (
    (code === 'wrongPassword' && session !== '') ||
    code === 'challengeExpired' ||
    code === 'answerRefused' ||
    code === 'userDisabled' ||
    code === 'userNotFound' ||
    code === 'passwordResetRequired' ||
    code === 'tokenRejected' ||
    code === 'tokenTooLarge' ||
    code === 'otherUser'
  );
}
