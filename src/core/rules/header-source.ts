import type { Profile } from '../profile/profile';
import { fetchesEveryRequest, sharedTokens, usablePasses } from '../session/one-time-tokens';
import { type Session, type Token, usableToken } from '../session/session';
import type { Attachment, SentTokens } from './header-rules';

/**
 * What a profile may send now.
 * @param nowMs epoch ms of the local clock
 * @param standIn where the browser lets us hold each request: what stands in the header until a token of its own takes
 *   its place; else null
 */
export function attachmentOf(
  profile: Profile,
  session: Session,
  nowMs: number,
  standIn: string | null,
): Attachment {
  const nothing = { profile, sent: null };
  if (!profile.attach || !profile.isWanted || session.kind !== 'signedIn') return nothing;
  const token = usableToken(session, profile.tokenUse, nowMs);
  const { access } = session.tokens;
  if (!fetchesEveryRequest(profile, session)) return token ? { profile, sent: { token, access } } : nothing;
  if (standIn === null) {
    return { profile, sent: sharedTokens(session, nowMs), passes: usablePasses(session, nowMs) };
  }
  // Without a way to renew it no request would get a token: navigations are held instead, and say why.
  if (session.problem || !token) return nothing;
  return { profile, sent: standInFor({ token, access }, standIn) };
}

function standInFor({ token, access }: SentTokens, jwt: string): SentTokens {
  const replaced = (each: Token): Token => ({ ...each, jwt });
  return { token: replaced(token), access: access && replaced(access) };
}
