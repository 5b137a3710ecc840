import { randomBytes } from 'node:crypto';
import { incorrectUsernameOrPassword } from './cognito-error';
import type { SrpCredential, SrpServerKeys } from './srp-server';

/** One started SRP exchange, between the call that brought SRP_A and the one that brings the proof. */
export interface SrpAttempt {
  readonly secretBlock: string;
  /** What is proved: the password, the password as the first part of CUSTOM_AUTH, or a remembered device. */
  readonly purpose: 'password' | 'passwordBeforeCustom' | 'device';
  /** The user who signs in; for an unknown one a made-up name. */
  readonly username: string;
  /** The names that the proof covers: pool name and username, or group key and key of a device. */
  readonly groupName: string;
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
