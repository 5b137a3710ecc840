import type { Profile } from '../profile/profile';
import { MAX_PASSES } from '../rules/rule-registry';
import { FULL_BUDGET, isSpent, refilled, refilledAtMs, spendOne } from './fetch-budget';
import { fetchesEveryRequest, type ProfileState } from './profile-state';
import { refreshTimeMs } from './refresh-policy';
import { type NavigationPass, type OneTimeTokens, type Session, type SignedIn, usableToken } from './session';
import { isSameDocument } from './tab-navigation';
import { type SentTokens, sentUntilMs } from './token';

const NOTHING_TAKEN: OneTimeTokens = {
  lastTaken: null,
  shared: null,
  isSharedSpent: false,
  budget: FULL_BUDGET,
  passes: [],
};

/** Takes the newest tokens, so that nobody else gets them; null where somebody has them or they have ended. */
export function takeNewest(
  session: Session,
  profile: Pick<Profile, 'tokenUse'>,
  nowMs: number,
): { readonly session: SignedIn; readonly tokens: SentTokens } | null {
  const tokens = newestTokens(session, profile, nowMs);
  if (session.kind !== 'signedIn' || !tokens || tokens.token.jwt === oneTimeOf(session).lastTaken)
    return null;
  return { session: withOneTime(session, { lastTaken: tokens.token.jwt }), tokens };
}

/** The newest tokens, whoever has them; null where they have ended. */
export function newestTokens(
  session: Session,
  { tokenUse }: Pick<Profile, 'tokenUse'>,
  nowMs: number,
): SentTokens | null {
  const token = usableToken(session, tokenUse, nowMs);
  return session.kind === 'signedIn' && token ? { token, access: session.tokens.access } : null;
}

/** Whether tokens may be fetched for single requests now, or these share the last ones. */
export function mayFetch(session: SignedIn, nowMs: number): boolean {
  return !isSpent(refilled(oneTimeOf(session).budget, nowMs));
}

/** Fetches are counted before they are made, whatever comes of them. */
export function countFetch(session: Session, nowMs: number): Session {
  if (session.kind !== 'signedIn') return session;
  const budget = refilled(oneTimeOf(session).budget, nowMs);
  return withOneTime(session, { budget: isSpent(budget) ? budget : spendOne(budget) });
}

/** Whether the requests that cannot wait should get another token: theirs was sent, or is about to end. */
export function needsShared(session: SignedIn, nowMs: number): boolean {
  const { shared, isSharedSpent } = oneTimeOf(session);
  return !shared || isSharedSpent || nowMs >= sharedDueMs(shared);
}

/** Gives the newest tokens to the requests that cannot wait, if they need some and nobody has them. */
export function shareNewest(state: ProfileState, nowMs: number): Session {
  const { profile, session } = state;
  if (!fetchesEveryRequest(state) || !needsShared(state.session, nowMs)) return session;
  const taken = takeNewest(session, profile, nowMs);
  return taken ? withOneTime(taken.session, { shared: taken.tokens, isSharedSpent: false }) : session;
}

/** Assumes that whatever was given was sent: nobody was there to see. */
export function withAllSpent(session: Session): Session {
  return dropPasses(withSharedSpent(session), () => true);
}

/** Assumes that the shared token was sent. */
function withSharedSpent(session: Session): Session {
  return session.kind === 'signedIn' && session.oneTime?.shared
    ? withOneTime(session, { isSharedSpent: true })
    : session;
}

/**
 * Lets the next navigation of a tab go on, in place of an earlier one. Where all numbers are taken it is refused: the
 * session stays as it is.
 */
export function withPass(session: Session, pass: Omit<NavigationPass, 'number' | 'isSpent'>): Session {
  if (session.kind !== 'signedIn') return session;
  const ofOthers = oneTimeOf(session).passes.filter(({ tabId }) => tabId !== pass.tabId);
  const others = ofOthers.length < MAX_PASSES ? ofOthers : ofOthers.filter(({ isSpent }) => !isSpent);
  const number = freeNumber(others);
  if (number >= MAX_PASSES) return session;
  return withOneTime(session, { passes: [...others, { number, ...pass, isSpent: false }] });
}

/**
 * A tab's navigation was sent. One-time tokens must not be sent again. A pass for what the profile sends stays until the page
 * is there, but lets nothing through any more: Firefox decides at two times whether a request is held and what it carries,
 * so a reload that was let through in the meantime would go without a token.
 */
export function withUsedPass(session: Session, tabId: number): Session {
  const used = openPassOf(session, tabId);
  if (!used || session.kind !== 'signedIn') return session;
  if (used.tokens) return withoutPass(session, tabId);
  return withOneTime(session, {
    passes: oneTimeOf(session).passes.map((pass) => (pass === used ? { ...pass, isSpent: true } : pass)),
  });
}

/** The page is there that a tab's navigation has asked for. */
export function withoutSpentPass(session: Session, tabId: number): Session {
  return dropPasses(session, (pass) => pass.tabId === tabId && pass.isSpent);
}

export function withoutPass(session: Session, tabId: number): Session {
  return dropPasses(session, (pass) => pass.tabId === tabId);
}

/** What a request that was sent with this token leaves: a pass is used up, the shared token is spent. */
export function afterSent(session: Session, jwt: string): Session {
  const next = dropPasses(session, ({ tokens }) => tokens?.token.jwt === jwt);
  if (next.kind !== 'signedIn' || next.oneTime?.shared?.token.jwt !== jwt) return next;
  return next.oneTime.isSharedSpent ? next : withSharedSpent(next);
}

/**
 * What requests that cannot wait carry now. A token that was sent goes on being sent while another is fetched, since
 * without one the API would refuse them; where none could be had, it is sent no more.
 */
export function sharedTokens(session: SignedIn, nowMs: number): SentTokens | null {
  const { shared, isSharedSpent } = oneTimeOf(session);
  if (!shared || nowMs >= sentUntilMs(shared.token)) return null;
  return isSharedSpent && session.problem ? null : shared;
}

/** The passes whose tokens may still be sent. */
export function usablePasses(session: SignedIn, nowMs: number): readonly NavigationPass[] {
  return oneTimeOf(session).passes.filter(({ tokens }) => !tokens || nowMs < sentUntilMs(tokens.token));
}

/** Whether a navigation of a tab may go on. @param url as `URL.href` writes it, but for its fragment */
export function hasPass(session: Session, tabId: number, url: string): boolean {
  const pass = openPassOf(session, tabId);
  return pass !== undefined && isSameDocument(pass.url, url);
}

/** When time next changes which one-time tokens may be sent. @returns epoch ms, or null */
export function oneTimeWakeMs(session: Session, nowMs: number): number | null {
  if (session.kind !== 'signedIn' || !session.oneTime) return null;
  const { shared, isSharedSpent, budget, passes } = session.oneTime;
  const given = passes.flatMap(({ tokens }) => tokens ?? []);
  const ends = [...given, ...(shared ? [shared] : [])].map(({ token }) => sentUntilMs(token));
  const due = shared ? [isSharedSpent ? refilledAtMs(budget) : sharedDueMs(shared)] : [];
  const times = [...ends, ...due].filter((time) => time > nowMs);
  return times.length > 0 ? Math.min(...times) : null;
}

/** A renewed session keeps what was given of the one before, as it is now. */
export function withOneTimeOf(next: Session, current: Session): Session {
  if (next.kind !== 'signedIn' || current.kind !== 'signedIn' || !current.oneTime) return next;
  return { ...next, oneTime: current.oneTime };
}

function oneTimeOf({ oneTime }: SignedIn): OneTimeTokens {
  return oneTime ?? NOTHING_TAKEN;
}

function openPassOf(session: Session, tabId: number): NavigationPass | undefined {
  if (session.kind !== 'signedIn') return undefined;
  return oneTimeOf(session).passes.find((pass) => pass.tabId === tabId && !pass.isSpent);
}

function withOneTime(session: SignedIn, change: Partial<OneTimeTokens>): SignedIn {
  return { ...session, oneTime: { ...oneTimeOf(session), ...change } };
}

function freeNumber(passes: readonly NavigationPass[]): number {
  const taken = new Set(passes.map(({ number }) => number));
  let number = 0;
  while (taken.has(number)) number += 1;
  return number;
}

function dropPasses(session: Session, isOver: (pass: NavigationPass) => boolean): Session {
  if (session.kind !== 'signedIn' || !session.oneTime?.passes.some(isOver)) return session;
  return withOneTime(session, { passes: session.oneTime.passes.filter((pass) => !isOver(pass)) });
}

function sharedDueMs({ token }: SentTokens): number {
  return refreshTimeMs(token.expiresAtMs, token.lifetimeMs, () => 0.5);
}
