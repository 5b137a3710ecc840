import { randomBytes } from 'node:crypto';
import { notAuthorized } from './cognito-error';
import type { SignInAttempt } from './sign-in-attempt';

const MOST_WRONG_CODES = 3;

/** What the pool has to remember until the answer comes. */
interface KeptForAnswer {
  /** The code that was sent. */
  readonly code?: string;
  /** The challenge of a WebAuthn ceremony, base64url. */
  readonly webAuthnChallenge?: string;
  /** Where a custom flow stands. */
  readonly custom?: { readonly step: number; readonly wrongAnswers: number };
  /** The base32 secret that AssociateSoftwareToken gave out. */
  readonly totpSecret?: string;
  /** VerifySoftwareToken has seen a right code. */
  readonly totpIsVerified?: boolean;
}

/** What a Session string stands for: one question, put to one user through one app client. */
export interface ChallengeSession {
  readonly session: string;
  readonly challengeName: string;
  readonly username: string;
  readonly clientId: string;
  readonly expiresAtMs: number;
  readonly kept: KeptForAnswer;
  wrongCodes: number;
  used: boolean;
}

/** An answer whose Session is known to belong to this user, app client and challenge. */
export interface ChallengeAnswer extends SignInAttempt {
  readonly session: ChallengeSession;
  readonly responses: Record<string, string>;
}

type Question = Pick<ChallengeSession, 'challengeName' | 'username' | 'clientId'>;

export class ChallengeSessions {
  readonly #sessions = new Map<string, ChallengeSession>();

  open(question: Question & Pick<ChallengeSession, 'expiresAtMs' | 'kept'>): ChallengeSession {
    const session = randomBytes(192).toString('base64url');
    const opened = { ...question, session, wrongCodes: 0, used: false };
    this.#sessions.set(session, opened);
    return opened;
  }

  /**
   * Gives the open session for exactly this question, or throws what Cognito says of any other.
   * @param asked without user and app client where the operation names neither
   */
  get(session: string, asked: Partial<Question>, nowMs: number): ChallengeSession {
    const found = this.#sessions.get(session);
    if (!found || !isSameQuestion(found, asked)) throw notAuthorized('Invalid session for the user.');
    if (found.used) throw notAuthorized('Invalid session for the user, session can only be used once.');
    if (nowMs >= found.expiresAtMs) throw notAuthorized('Invalid session for the user, session is expired.');
    return found;
  }

  /** A wrong code leaves the session open, so that the user can try again, but not for ever. */
  countWrongCode(session: ChallengeSession): void {
    session.wrongCodes += 1;
    if (session.wrongCodes >= MOST_WRONG_CODES) this.#sessions.delete(session.session);
  }
}

function isSameQuestion(session: ChallengeSession, asked: Partial<Question>): boolean {
  const { challengeName, username = session.username, clientId = session.clientId } = asked;
  return (
    session.challengeName === challengeName && session.username === username && session.clientId === clientId
  );
}
