import type { TokenUse } from '../profile/profile';

/** One JWT and when it ends by the local clock, corrected for its drift. */
export interface Token {
  readonly jwt: string;
  /** Epoch ms of the local clock at which the pool's clock reaches the token's `exp`. */
  readonly expiresAtMs: number;
  /** `exp - iat`, in ms. */
  readonly lifetimeMs: number;
}

/** The JWTs of one sign-in. They never leave memory. */
export interface Tokens {
  /** Null where the scopes lack `openid`, or where no user has signed in. */
  readonly id: Token | null;
  /** Null where the user has pasted an id token alone. */
  readonly access: Token | null;
  /** `sub` of both tokens: a refresh that brings another user's is refused. */
  readonly subject: string;
  /** `cognito:username`, for people. */
  readonly username: string;
}

/**
 * How new tokens are had when these end: by the refresh token, from the user pools API or from the token endpoint of the
 * hosted UI; by asking the hosted UI again without showing it; by the app client's own credentials; or not at all.
 */
export const RENEWALS = [
  'userPoolApi',
  'tokenEndpoint',
  'silentSignIn',
  'clientCredentials',
  'none',
] as const;
export type Renewal = (typeof RENEWALS)[number];

/** All that a sign-in or a renewal brings. */
export interface TokenSet extends Tokens {
  /** Null where the app client gives none; then the session ends with its tokens. */
  readonly refreshToken: string | null;
  readonly renewal: Renewal;
}

/** The tokens that a request carries. */
export interface SentTokens {
  readonly token: Token;
  /** For the second header. */
  readonly access: Token | null;
}

/** What a JWT takes in a header, in kB of 1024 bytes, rounded up. */
export function kilobytes(jwt: string): number {
  return Math.ceil(jwt.length / 1024);
}

/** The token that this profile attaches and copies; null if the pool has given none of that kind. */
export function tokenOf(tokens: Tokens, tokenUse: TokenUse): Token | null {
  return tokenUse === 'id' ? tokens.id : tokens.access;
}

/** The JWTs of a token set, without what gets others. */
export function tokensOf({ id, access, subject, username }: TokenSet): Tokens {
  return { id, access, subject, username };
}

// Alarms come late, and taking a rule off takes its time; a request must not slip through with a token that has ended.
const LAST_MOMENT_MS = 2_000;
const LAST_MOMENT_SHARE = 0.1;

/**
 * When a token is no longer sent: a moment before its end.
 * @returns epoch ms of the local clock
 */
export function sentUntilMs({ expiresAtMs, lifetimeMs }: Token): number {
  return expiresAtMs - Math.min(LAST_MOMENT_MS, lifetimeMs * LAST_MOMENT_SHARE);
}
