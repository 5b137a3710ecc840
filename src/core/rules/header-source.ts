import type { Profile } from '../profile/profile';
import { sharedTokens, usablePasses } from '../session/one-time-tokens';
import { fetchesEveryRequest, lacksOwnTokens, type ProfileState } from '../session/profile-state';
import { type NavigationPass, usableToken } from '../session/session';
import type { SentTokens, Token } from '../session/token';

/** A profile and the tokens that its rules send now; null while it has no usable one or is not to attach it. */
export interface HeaderSource {
  readonly profile: Profile;
  readonly sent: SentTokens | null;
  /**
   * Where each navigation waits for a token of its own: those that have got one. Absent where all carry `sent`.
   */
  readonly passes?: readonly NavigationPass[];
  /** The navigations that the user has let through at hosts that ask first, where each carries `sent`. */
  readonly approved?: readonly NavigationPass[];
}

/** Whether some rule of this profile sends a token. */
export function sendsToken({ sent, passes = [] }: HeaderSource): boolean {
  return sent !== null || passes.length > 0;
}

/**
 * What a profile may send now.
 * @param nowMs epoch ms of the local clock
 * @param placeholder where the browser lets us hold each request: what stands in the header until a token of its own
 *   takes its place; else null
 */
export function headerSourceOf(state: ProfileState, nowMs: number, placeholder: string | null): HeaderSource {
  const { profile, session } = state;
  const nothing = { profile, sent: null };
  if (!profile.attach || !profile.isWanted || session.kind !== 'signedIn') return nothing;
  const token = usableToken(session, profile.tokenUse, nowMs);
  const { access } = session.tokens;
  const approved = usablePasses(session, nowMs);
  if (!fetchesEveryRequest(state)) return token ? { profile, sent: { token, access }, approved } : nothing;
  if (placeholder === null) {
    return { profile, sent: sharedTokens(session, nowMs), passes: approved };
  }
  // Without a way to renew it no request would get a token: navigations are held instead, and say why.
  if (lacksOwnTokens(state) || !token) return nothing;
  return { profile, sent: inPlaceOf({ token, access }, placeholder), approved };
}

function inPlaceOf({ token, access }: SentTokens, jwt: string): SentTokens {
  const replaced = (each: Token): Token => ({ ...each, jwt });
  return { token: replaced(token), access: access && replaced(access) };
}
