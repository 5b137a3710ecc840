import { CognitoError } from './cognito-error';

/** What a code is for; both are valid for as long as the developer guide says. */
const LIFETIME_MS = { signUp: 24 * 3600_000, passwordReset: 3600_000 };
const MOST_WRONG_CODES = 5;
const MOST_CODES_AN_HOUR = 5;
const HOUR_MS = 3600_000;

type Purpose = keyof typeof LIFETIME_MS;

interface PendingCode {
  readonly code: string;
  readonly expiresAtMs: number;
  wrongCodes: number;
}

/** The codes that confirm a sign-up or a new password, at most one of each kind a user. */
export class ConfirmationCodes {
  readonly #pending = new Map<string, PendingCode>();
  readonly #askedAtMs = new Map<string, number[]>();

  /** Throws LimitExceededException for who asks for codes too often; counts the asking otherwise. */
  countAsking(purpose: Purpose, username: string, nowMs: number): void {
    const asked = this.#askedAtMs.get(`${purpose} ${username}`) ?? [];
    const lately = asked.filter((atMs) => nowMs - atMs < HOUR_MS);
    if (lately.length >= MOST_CODES_AN_HOUR) throw limitExceeded();
    this.#askedAtMs.set(`${purpose} ${username}`, [...lately, nowMs]);
  }

  /** A new code puts the one before it out of force. */
  remember(purpose: Purpose, username: string, code: string, nowMs: number): void {
    const expiresAtMs = nowMs + LIFETIME_MS[purpose];
    this.#pending.set(`${purpose} ${username}`, { code, expiresAtMs, wrongCodes: 0 });
  }

  /** Throws unless `code` is the one that was sent last. */
  verify(purpose: Purpose, username: string, code: string, nowMs: number): void {
    const pending = this.#pending.get(`${purpose} ${username}`);
    if (!pending || nowMs >= pending.expiresAtMs) throw expiredCode();
    if (pending.wrongCodes >= MOST_WRONG_CODES) {
      throw new CognitoError('TooManyFailedAttemptsException', 'Too many failed attempts, please try later.');
    }
    if (pending.code === code) return;
    pending.wrongCodes += 1;
    throw new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }

  /** A code works once: after it has done what it was for, it is as good as expired. */
  spend(purpose: Purpose, username: string): void {
    this.#pending.delete(`${purpose} ${username}`);
  }
}

/** What a used code, an old one and one that was never sent have in common. */
export function expiredCode(): CognitoError {
  return new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

function limitExceeded(): CognitoError {
  return new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
}
