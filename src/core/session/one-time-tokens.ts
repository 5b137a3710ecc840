import type { Profile } from '../profile/profile';
import { MAX_PASSES } from '../rules/rule-registry';
import { refreshTimeMs } from './refresh-policy';
import { canRenew, type SentTokens, type Session, type SignedIn, sentUntilMs, usableToken } from './session';

/** One navigation that goes on with a token of its own. */
export interface NavigationPass {
  /** Small, and no other's among the profile's passes while this one holds: the ids of its rules come from it. */
  readonly number: number;
  readonly tabId: number;
  /** As `URL.href` writes it. */
  readonly url: string;
  readonly tokens: SentTokens;
}

/** Who got which token, where every request is to have one that no earlier request has carried. */
export interface Allotment {
  /** The newest JWT that was given to anybody; whoever comes next gets a newer one. */
  readonly lastTaken: string | null;
  /** For requests that cannot wait; null until there is one. */
  readonly shared: SentTokens | null;
  /** Whether a request has been seen to carry the shared token. */
  readonly isSharedSpent: boolean;
  /** At most one for each tab. */
  readonly passes: readonly NavigationPass[];
}

const NOTHING_TAKEN: Allotment = { lastTaken: null, shared: null, isSharedSpent: false, passes: [] };

/** Whether each request is to have a token of its own; only tokens that can be renewed can give that. */
export function fetchesEveryRequest(
  { fetchMode }: Pick<Profile, 'fetchMode'>,
  session: Session,
): session is SignedIn {
  return fetchMode === 'everyRequest' && canRenew(session);
}

/** Takes the newest tokens, so that nobody else gets them; null where somebody has them or they have ended. */
export function takeNewest(
  session: Session,
  { tokenUse }: Pick<Profile, 'tokenUse'>,
  nowMs: number,
): { readonly session: SignedIn; readonly tokens: SentTokens } | null {
  const token = usableToken(session, tokenUse, nowMs);
  if (session.kind !== 'signedIn' || !token || token.jwt === allotmentOf(session).lastTaken) return null;
  const tokens = { token, access: session.tokens.access };
  return { session: allotted(session, { lastTaken: token.jwt }), tokens };
}

/** Whether the requests that cannot wait should get another token: theirs was sent, or is about to end. */
export function needsShared(session: SignedIn, nowMs: number): boolean {
  const { shared, isSharedSpent } = allotmentOf(session);
  return !shared || isSharedSpent || nowMs >= sharedDueMs(shared);
}

/** Gives the newest tokens to the requests that cannot wait, if they need some and nobody has them. */
export function shareNewest(session: Session, profile: Profile, nowMs: number): Session {
  if (!fetchesEveryRequest(profile, session) || !needsShared(session, nowMs)) return session;
  const taken = takeNewest(session, profile, nowMs);
  return taken ? allotted(taken.session, { shared: taken.tokens, isSharedSpent: false }) : session;
}

/** Takes it that whatever was given was sent: nobody was there to see. */
export function withAllSpent(session: Session): Session {
  return dropPasses(withSharedSpent(session), () => true);
}

/** Takes it that the shared token was sent. */
function withSharedSpent(session: Session): Session {
  return session.kind === 'signedIn' && session.allotment?.shared
    ? allotted(session, { isSharedSpent: true })
    : session;
}

/**
 * Lets the next navigation of a tab go on, in place of an earlier one. Where all numbers are taken it is refused: the
 * session stays as it is.
 */
export function withPass(session: Session, pass: Omit<NavigationPass, 'number'>): Session {
  if (session.kind !== 'signedIn') return session;
  const others = allotmentOf(session).passes.filter(({ tabId }) => tabId !== pass.tabId);
  const number = freeNumber(others);
  return number < MAX_PASSES ? allotted(session, { passes: [...others, { number, ...pass }] }) : session;
}

export function withoutPass(session: Session, tabId: number): Session {
  return dropPasses(session, (pass) => pass.tabId === tabId);
}

/** What a request that was sent with this token leaves: a pass is used up, the shared token is spent. */
export function afterSent(session: Session, jwt: string): Session {
  const next = dropPasses(session, ({ tokens }) => tokens.token.jwt === jwt);
  if (next.kind !== 'signedIn' || next.allotment?.shared?.token.jwt !== jwt) return next;
  return next.allotment.isSharedSpent ? next : withSharedSpent(next);
}

/**
 * What requests that cannot wait carry now. A token that was sent goes on being sent while another is fetched, since
 * without one the API would refuse them; where none could be had, it is sent no more.
 */
export function sharedTokens(session: SignedIn, nowMs: number): SentTokens | null {
  const { shared, isSharedSpent } = allotmentOf(session);
  if (!shared || nowMs >= sentUntilMs(shared.token)) return null;
  return isSharedSpent && session.problem ? null : shared;
}

/** The passes whose tokens may still be sent. */
export function usablePasses(session: SignedIn, nowMs: number): readonly NavigationPass[] {
  return allotmentOf(session).passes.filter(({ tokens }) => nowMs < sentUntilMs(tokens.token));
}

/** When time next changes what of an allotment may be sent. @returns epoch ms, or null */
export function allotmentWakeMs(session: Session, nowMs: number): number | null {
  if (session.kind !== 'signedIn' || !session.allotment) return null;
  const { shared, passes } = session.allotment;
  const ends = [...passes.map(({ tokens }) => tokens), ...(shared ? [shared] : [])].map(({ token }) =>
    sentUntilMs(token),
  );
  const times = [...ends, ...(shared ? [sharedDueMs(shared)] : [])].filter((time) => time > nowMs);
  return times.length > 0 ? Math.min(...times) : null;
}

/** A renewed session goes on with what was given of the one before, as it is now. */
export function withAllotmentOf(next: Session, current: Session): Session {
  if (next.kind !== 'signedIn' || current.kind !== 'signedIn' || !current.allotment) return next;
  return { ...next, allotment: current.allotment };
}

function allotmentOf({ allotment }: SignedIn): Allotment {
  return allotment ?? NOTHING_TAKEN;
}

function allotted(session: SignedIn, change: Partial<Allotment>): SignedIn {
  return { ...session, allotment: { ...allotmentOf(session), ...change } };
}

function freeNumber(passes: readonly NavigationPass[]): number {
  const taken = new Set(passes.map(({ number }) => number));
  let number = 0;
  while (taken.has(number)) number += 1;
  return number;
}

function dropPasses(session: Session, isOver: (pass: NavigationPass) => boolean): Session {
  if (session.kind !== 'signedIn' || !session.allotment?.passes.some(isOver)) return session;
  return allotted(session, { passes: session.allotment.passes.filter((pass) => !isOver(pass)) });
}

function sharedDueMs({ token }: SentTokens): number {
  return refreshTimeMs(token.expiresAtMs, token.lifetimeMs, () => 0.5);
}
