import { AuthError, type AuthProblem, kindOf } from '../auth-error';
import type { TokenUse } from '../profile/profile';
import type { Session, SignedIn } from './session';
import { sentUntilMs, type TokenSet, tokenOf, tokensOf } from './token';

const LEAST_MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.1;
// A token that lives for less than two minutes would else be due for refresh from its first moment.
const LARGEST_MARGIN_SHARE = 0.5;
const JITTER_SHARE = 0.1;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;
const OVERDUE_MS = 5_000;

/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;

/**
 * When to refresh a token: its margin before its end, so that many clients of one pool do not come at once.
 * @param expiresAtMs epoch ms of the local clock
 * @returns epoch ms of the local clock
 */
export function refreshTimeMs(expiresAtMs: number, lifetimeMs: number, random: Random): number {
  const wanted = Math.max(LEAST_MARGIN_MS, lifetimeMs * MARGIN_SHARE);
  const jitter = 1 + JITTER_SHARE * (2 * random() - 1);
  const margin = Math.min(wanted * jitter, lifetimeMs * LARGEST_MARGIN_SHARE);
  return Math.round(expiresAtMs - margin);
}

/**
 * How long to wait after a failed refresh: exponential with full jitter, 1 s to 5 min.
 * @param failures how many failed in a row, at least 1
 * @returns ms
 */
export function backoffMs(failures: number, random: Random): number {
  const ceiling = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  return Math.round(FIRST_BACKOFF_MS / 2 + random() * ceiling);
}

/**
 * The session that begins with these tokens.
 * @throws AuthError `idTokenMissing` or `accessTokenMissing` if the one that the profile attaches is not among them
 */
export function signedInWith(tokens: TokenSet, tokenUse: TokenUse, random: Random): SignedIn {
  const token = tokenOf(tokens, tokenUse);
  if (!token) throw new AuthError(tokenUse === 'id' ? 'idTokenMissing' : 'accessTokenMissing');
  const canRenew = tokens.renewal !== 'none';
  const refreshAtMs = canRenew ? refreshTimeMs(token.expiresAtMs, token.lifetimeMs, random) : null;
  return { kind: 'signedIn', tokens: tokensOf(tokens), refreshAtMs, failedRefreshes: 0, problem: null };
}

/**
 * The session after a refresh that failed. Only a refusal that says so is final, and what is left of the token is used
 * even then: a firewall, a trigger, a limit or a setting may let the next try pass.
 * @param nowMs epoch ms of the local clock
 */
export function afterFailedRefresh(
  session: SignedIn,
  problem: AuthProblem,
  tokenUse: TokenUse,
  nowMs: number,
  random: Random,
): Session {
  // Who comes in this user's place may be at the browser, too.
  if (problem.code === 'otherUser') return { kind: 'lapsed', problem };
  if (kindOf(problem.code) === 'terminal') {
    return afterTime({ ...session, problem, refreshAtMs: null }, tokenUse, nowMs);
  }
  const failedRefreshes = session.failedRefreshes + 1;
  const refreshAtMs = nowMs + backoffMs(failedRefreshes, random);
  return { ...session, problem, failedRefreshes, refreshAtMs };
}

/** Whether it is time to refresh. */
export function isRefreshDue(session: Session, nowMs: number): session is SignedIn {
  return session.kind === 'signedIn' && session.refreshAtMs !== null && nowMs >= session.refreshAtMs;
}

/**
 * What time alone does to a session: a challenge ends, tokens that cannot be refreshed lapse.
 * @returns the same object where nothing happens
 */
export function afterTime(session: Session, tokenUse: TokenUse, nowMs: number): Session {
  if (session.kind === 'challenged' && nowMs >= session.endsAtMs) {
    return { kind: 'signedOut', problem: { code: 'challengeExpired', detail: '' } };
  }
  if (session.kind === 'redirected' && nowMs >= session.endsAtMs) {
    return { kind: 'signedOut', problem: { code: 'hostedUiTimedOut', detail: '' } };
  }
  if (session.kind !== 'signedIn' || session.refreshAtMs !== null) return session;
  const token = tokenOf(session.tokens, tokenUse);
  if (token && nowMs < sentUntilMs(token)) return session;
  return { kind: 'lapsed', problem: session.problem ?? { code: 'refreshTokenMissing', detail: '' } };
}

/**
 * When this session next needs attention: a refresh, a token's end, a challenge's end. A refresh that is overdue is
 * under way; it is looked after a little later, in case whoever was doing it is gone.
 * @returns epoch ms of the local clock, or null if time changes nothing
 */
export function nextWakeMs(session: Session, tokenUse: TokenUse, nowMs: number): number | null {
  if (session.kind === 'challenged' || session.kind === 'redirected') return session.endsAtMs;
  if (session.kind !== 'signedIn') return null;
  const token = tokenOf(session.tokens, tokenUse);
  const endMs = token ? sentUntilMs(token) : nowMs;
  const { refreshAtMs } = session;
  const refresh = refreshAtMs === null || refreshAtMs > nowMs ? refreshAtMs : nowMs + OVERDUE_MS;
  const times = [refresh, endMs > nowMs ? endMs : null].filter((time) => time !== null);
  return times.length > 0 ? Math.min(...times) : null;
}
