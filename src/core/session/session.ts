import type { AuthProblem } from '../auth-error';
import type { TokenUse } from '../profile/profile';
import type { Challenge } from './challenge';
import type { FetchBudget } from './fetch-budget';
import type { HostedUiAttempt } from './hosted-ui-attempt';
import { type SentTokens, sentUntilMs, type Token, type Tokens, tokenOf } from './token';

/** One navigation that goes on, where navigations else wait. */
export interface NavigationPass {
  /** Small, and no other's among the profile's passes while this one holds: the ids of its rules come from it. */
  readonly number: number;
  readonly tabId: number;
  /** As `URL.href` writes it. */
  readonly url: string;
  /** Those that nobody else gets; null for what the profile sends at the time. */
  readonly tokens: SentTokens | null;
  /** Whether it was used: then it lets nothing through, and only what was let through before carries a token by it. */
  readonly isSpent: boolean;
}

/** Who got which token, where every request is to have one that no earlier request has carried. */
export interface OneTimeTokens {
  /** The newest JWT that was given to anybody; whoever comes next gets a newer one. */
  readonly lastTaken: string | null;
  /** For requests that cannot wait; null until there is one. */
  readonly shared: SentTokens | null;
  /** Whether a request has been seen to carry the shared token. */
  readonly isSharedSpent: boolean;
  /** What is left for fetching more. */
  readonly budget: FetchBudget;
  /** At most one for each tab; also of profiles whose requests share their tokens, for hosts that ask first. */
  readonly passes: readonly NavigationPass[];
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
  readonly tokens: Tokens;
  /** Epoch ms of the next refresh or the next try at one; null if there will be none. */
  readonly refreshAtMs: number | null;
  /** Refreshes that failed in a row. */
  readonly failedRefreshes: number;
  /** Why the last refresh failed, if it did. */
  readonly problem: AuthProblem | null;
  /** Absent until one of its tokens was given to one request alone. */
  readonly oneTime?: OneTimeTokens;
}

/** There were tokens; the refresh was refused for good. */
export interface Lapsed {
  readonly kind: 'lapsed';
  readonly problem: AuthProblem;
}

/** What is kept of it waits for the passphrase. Never stored: it follows from what lies in the vault. */
export interface Locked {
  readonly kind: 'locked';
  readonly problem: null;
}

/** Where a profile stands with its user pool. */
export type Session = SignedOut | Challenged | Redirected | SignedIn | Lapsed | Locked;

/** All of these but what follows from something else. */
export type StoredSession = Exclude<Session, Locked>;

export const SIGNED_OUT: SignedOut = { kind: 'signedOut', problem: null };
export const LOCKED: Locked = { kind: 'locked', problem: null };

/** Whether what happens in some tab matters to this session: the answer of the pool's pages, or a tab's own token. */
export function concernsTab(session: Session): boolean {
  if (session.kind === 'redirected') return session.attempt.tabId !== null;
  return session.kind === 'signedIn' && (session.oneTime?.passes.length ?? 0) > 0;
}

/** Whether somebody has signed in, whatever has become of the tokens since. */
export function hasBegun({ kind }: Session): boolean {
  return kind === 'signedIn' || kind === 'lapsed';
}

/** Whether two sessions hold the very same tokens. */
export function isSameTokens(one: Session, other: Session): boolean {
  if (one.kind !== 'signedIn' || other.kind !== 'signedIn') return false;
  return one.tokens.id?.jwt === other.tokens.id?.jwt && one.tokens.access?.jwt === other.tokens.access?.jwt;
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
