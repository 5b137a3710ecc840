import { randomBytes } from 'node:crypto';
import type { AppClient } from './app-clients';
import { notAuthorized } from './cognito-error';
import type { User } from './users';

export type SessionChallengeName = 'NEW_PASSWORD_REQUIRED' | 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA';

const MOST_WRONG_CODES = 3;

/** What a Session string stands for: one question, put to one user through one app client. */
export interface ChallengeSession {
  readonly session: string;
  readonly challengeName: SessionChallengeName;
  readonly username: string;
  readonly clientId: string;
  readonly expiresAtMs: number;
  /** The code sent for SMS_MFA. */
  readonly smsCode?: string;
  wrongCodes: number;
  used: boolean;
}

/** An answer whose Session is known to belong to this user, app client and challenge. */
export interface ChallengeAnswer {
  readonly client: AppClient;
  readonly user: User;
  readonly session: ChallengeSession;
  readonly responses: Record<string, string>;
}

type Question = Pick<ChallengeSession, 'challengeName' | 'username' | 'clientId'>;

export class ChallengeSessions {
  readonly #sessions = new Map<string, ChallengeSession>();

  open(question: Question & { expiresAtMs: number; smsCode?: string }): ChallengeSession {
    const session = randomBytes(192).toString('base64url');
    const opened = { ...question, session, wrongCodes: 0, used: false };
    this.#sessions.set(session, opened);
    return opened;
  }

  /** Gives the open session for exactly this question, or throws what Cognito says of any other. */
  get(session: string, asked: Question, nowMs: number): ChallengeSession {
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

function isSameQuestion(session: ChallengeSession, asked: Question): boolean {
  return (
    session.challengeName === asked.challengeName &&
    session.username === asked.username &&
    session.clientId === asked.clientId
  );
}
