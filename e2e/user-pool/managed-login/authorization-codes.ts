import { randomUUID } from 'node:crypto';
import type { TokenFamily } from '../token-families';

// "Token endpoint", Cognito developer guide: a code is valid for five minutes, once.
const CODE_LIFETIME_MS = 5 * 60_000;

/** What a code stands for: one sign-in, granted to one app client at one callback. */
export interface AuthorizationCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly username: string;
  readonly authTimeMs: number;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
}

export interface IssuedCode extends AuthorizationCode {
  readonly expiresAtMs: number;
  presented: boolean;
  /** The tokens that it was exchanged for. */
  family?: TokenFamily;
}

export class AuthorizationCodes {
  readonly #codes = new Map<string, IssuedCode>();

  issue(granted: AuthorizationCode, nowMs: number): string {
    const code = randomUUID();
    this.#codes.set(code, { ...granted, expiresAtMs: nowMs + CODE_LIFETIME_MS, presented: false });
    return code;
  }

  find(code: string): IssuedCode | undefined {
    return this.#codes.get(code);
  }
}
