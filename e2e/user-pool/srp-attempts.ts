import { randomBytes } from 'node:crypto';
import { incorrectUsernameOrPassword } from './cognito-error';
import type { SrpCredential, SrpServerKeys } from './srp-server';

/** One started USER_SRP_AUTH, between InitiateAuth and the answer to PASSWORD_VERIFIER. */
export interface SrpAttempt {
  readonly secretBlock: string;
  /** The real username, also called USER_ID_FOR_SRP; for an unknown user a made-up one. */
  readonly userIdForSrp: string;
  readonly clientId: string;
  readonly publicA: bigint;
  readonly credential: SrpCredential;
  readonly keys: SrpServerKeys;
  readonly expiresAtMs: number;
}

/**
 * The open SRP attempts by SECRET_BLOCK. Cognito hands out no Session with PASSWORD_VERIFIER: the secret block carries
 * the state there, and leads to it here.
 */
export class SrpAttempts {
  readonly #attempts = new Map<string, SrpAttempt>();

  open(attempt: Omit<SrpAttempt, 'secretBlock'>): SrpAttempt {
    const secretBlock = randomBytes(256).toString('base64');
    const opened = { ...attempt, secretBlock };
    this.#attempts.set(secretBlock, opened);
    return opened;
  }

  /** Gives the attempt and closes it: one challenge allows one guess. */
  take(secretBlock: string, clientId: string, nowMs: number): SrpAttempt {
    const attempt = this.#attempts.get(secretBlock);
    if (!attempt || attempt.clientId !== clientId) throw incorrectUsernameOrPassword();
    this.#attempts.delete(secretBlock);
    if (nowMs >= attempt.expiresAtMs) throw incorrectUsernameOrPassword();
    return attempt;
  }
}
