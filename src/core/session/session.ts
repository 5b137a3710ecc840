import type { AuthProblem } from '../auth-error';
import type { HostedUiAttempt } from '../profile/hosted-ui';
import type { TokenUse } from '../profile/profile';
import type { Challenge } from './challenge';
import type { Allotment } from './one-time-tokens';

/** One JWT and when it ends by the local clock, corrected for its drift. */
export interface Token {
  readonly jwt: string;
  /** Epoch ms of the local clock at which the pool's clock reaches the token's `exp`. */
  readonly expiresAtMs: number;
  /** `exp - iat`, in ms. */
  readonly lifetimeMs: number;
}

/** The tokens that a request carries. */
export interface SentTokens {
  readonly token: Token;
  /** For the second header. */
  readonly access: Token | null;
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

/** The tokens of one sign-in. */
export interface TokenSet {
  /** Null where the scopes lack `openid`, or where no user has signed in. */
  readonly id: Token | null;
  /** Null where the user has pasted an id token alone. */
  readonly access: Token | null;
  /** Null where the app client gives none; then the session ends with its tokens. */
  readonly refreshToken: string | null;
  readonly renewal: Renewal;
  /** `sub` of both tokens: a refresh that brings another user's is refused. */
  readonly subject: string;
  /** `cognito:username`, for people. */
  readonly username: string;
}

/** Nobody is signed in. */
export interface SignedOut {
  readonly kind: 'signedOut';
  /** Why the last attempt failed, if it did. */
  readonly problem: AuthProblem | null;
}

/** The pool has asked for something only the user can give. */
export interface Challenged {
  readonly kind: 'challenged';
  readonly challenge: Challenge;
  readonly problem: AuthProblem | null;
  /** Epoch ms after which no pool accepts the answer any more. */
  readonly endsAtMs: number;
}

/** The user is signing in on the pool's own pages. */
export interface Redirected {
  readonly kind: 'redirected';
  readonly attempt: HostedUiAttempt;
  readonly problem: null;
  /** Epoch ms after which the attempt is given up. */
  readonly endsAtMs: number;
}

/** There are tokens. */
export interface SignedIn {
  readonly kind: 'signedIn';
  readonly tokens: TokenSet;
  /** Epoch ms of the next refresh or the next try at one; null if there will be none. */
  readonly refreshAtMs: number | null;
  /** Refreshes that failed in a row. */
  readonly failedRefreshes: number;
  /** Why the last refresh failed, if it did. */
  readonly problem: AuthProblem | null;
  /** Who got which of its tokens; absent until one was given to one request alone. */
  readonly allotment?: Allotment;
}

/** There were tokens; the refresh was refused for good. */
export interface Lapsed {
  readonly kind: 'lapsed';
  readonly problem: AuthProblem;
}

/** What we hold of one profile. */
export type Session = SignedOut | Challenged | Redirected | SignedIn | Lapsed;

export const SIGNED_OUT: SignedOut = { kind: 'signedOut', problem: null };

/** Whether other tokens can be had in place of a session's when these end. */
export function canRenew(session: Session): session is SignedIn {
  return session.kind === 'signedIn' && session.tokens.renewal !== 'none';
}

/** The token that this profile attaches and copies; null if the pool has given none of that kind. */
export function tokenOf(tokens: TokenSet, tokenUse: TokenUse): Token | null {
  return tokenUse === 'id' ? tokens.id : tokens.access;
}

/** Whether what happens in some tab matters to this session: the answer of the pool's pages, or a tab's own token. */
export function concernsTab(session: Session): boolean {
  if (session.kind === 'redirected') return session.attempt.tabId !== null;
  return session.kind === 'signedIn' && (session.allotment?.passes.length ?? 0) > 0;
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

/**
 * The token that may be sent now, or null: nobody is signed in, or it is about to reach its `exp`.
 * @param nowMs epoch ms of the local clock
 */
export function usableToken(session: Session, tokenUse: TokenUse, nowMs: number): Token | null {
  if (session.kind !== 'signedIn') return null;
  const token = tokenOf(session.tokens, tokenUse);
  return token && nowMs < sentUntilMs(token) ? token : null;
}
