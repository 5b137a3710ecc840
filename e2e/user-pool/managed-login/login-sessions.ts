import { randomBytes } from 'node:crypto';

// "Managed login", Cognito developer guide: the cookie is valid for one hour, whatever the tokens are.
export const LOGIN_SESSION_SECONDS = 3600;

/** A browser that is signed in to managed login, so that the next app need not ask again. */
export interface LoginSession {
  readonly username: string;
  /** The `auth_time` of tokens that this session gives. */
  readonly authTimeMs: number;
}

/** The sessions by the value of their cookie. */
export class LoginSessions {
  readonly #sessions = new Map<string, LoginSession>();

  open(session: LoginSession): string {
    const cookie = randomBytes(32).toString('base64url');
    this.#sessions.set(cookie, session);
    return cookie;
  }

  find(cookie: string, nowMs: number): LoginSession | undefined {
    const session = this.#sessions.get(cookie);
    if (!session || nowMs >= session.authTimeMs + LOGIN_SESSION_SECONDS * 1000) return undefined;
    return session;
  }

  close(cookie: string): void {
    this.#sessions.delete(cookie);
  }
}
