import type { Renewal, TokenSet } from './token';

/** A device that the pool remembers: it signs in by a password of its own in place of the user's second factor. */
export interface RememberedDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly password: string;
  /** The user it belongs to, as the pool names them. */
  readonly username: string;
  /** Whether the pool has heard of it: only then is it named to the pool. */
  readonly isConfirmed: boolean;
}

/** What a profile knows besides what its form shows: it must not lie on disk in clear. */
export interface ProfileSecrets {
  /** Null for a public app client. */
  readonly clientSecret: string | null;
  /** Of a test user's authenticator app, base32; null where the user types the codes. */
  readonly totpSecret: string | null;
  readonly device: RememberedDevice | null;
}

/** How tokens are had again without the user. */
export interface RenewalGrant {
  readonly refreshToken: string | null;
  readonly renewal: Renewal;
}

/** A password that the user has asked to keep. */
export interface KeptPassword {
  readonly text: string;
  /** Epoch ms of the last sign-in with it. */
  readonly usedAtMs: number;
  /** Whether no answer came to the last sign-in that nobody had asked for. */
  readonly isUnanswered: boolean;
}

/** All that gets tokens again, and all that a vault may keep. JWTs are never part of it. */
export interface Credentials extends ProfileSecrets, RenewalGrant {
  /** Takes the place of a refresh token that the pool refuses; null where the user types it. */
  readonly password: KeptPassword | null;
}

export const NO_SECRETS: ProfileSecrets = { clientSecret: null, totpSecret: null, device: null };

/** There is no way to get tokens again but a sign-in. */
export const NO_GRANT: RenewalGrant = { refreshToken: null, renewal: 'none' };

/** Nor by a password. */
export const NO_RENEWAL = { ...NO_GRANT, password: null } as const;

export const NO_CREDENTIALS: Credentials = { ...NO_SECRETS, ...NO_RENEWAL };

// R5 (docs/checks.md). A refresh token lives for an hour at least. Source: Cognito API, `RefreshTokenValidity`.
const BETWEEN_SIGN_INS_MS = 3_600_000;

/** Whether a kept password may sign in by itself. @param nowMs epoch ms */
export function mayUse({ usedAtMs }: KeptPassword, nowMs: number): boolean {
  return nowMs - usedAtMs >= BETWEEN_SIGN_INS_MS;
}

/** The part of a token set that gets others. */
export function grantOf({ refreshToken, renewal }: TokenSet): RenewalGrant {
  return { refreshToken, renewal };
}
