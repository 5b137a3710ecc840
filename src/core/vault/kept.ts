import { type Credentials, NO_CREDENTIALS } from '../session/credentials';
import type { ProfileState } from '../session/profile-state';
import { SIGNED_OUT, type SignedIn } from '../session/session';
import type { Tokens } from '../session/token';

/** What a vault keeps of a profile: all that gets its tokens again. JWTs are never part of it. */
export interface Kept {
  readonly credentials: Credentials;
  /** Whose tokens they get: those of another user are refused. Null where they get none without the user. */
  readonly user: Pick<Tokens, 'subject' | 'username'> | null;
}

/** What is to be kept of a state; null where there is nothing that would spare the user anything. */
export function keptOf({ session, credentials }: ProfileState): Kept | null {
  const { clientSecret, totpSecret, device, password, renewal } = credentials;
  const isEmpty = [clientSecret, totpSecret, device, password].every((secret) => secret === null);
  if (renewal === 'none' && isEmpty) return null;
  if (session.kind !== 'signedIn') return { credentials, user: null };
  const { subject, username } = session.tokens;
  return { credentials, user: { subject, username } };
}

/**
 * The state that what was kept leads to: a session without tokens, which are to be fetched at once, or the form with its
 * secrets where only the user can get some.
 * @param nowMs epoch ms
 */
export function takenOut(
  { credentials, user }: Kept,
  nowMs: number,
): Pick<ProfileState, 'session' | 'credentials'> {
  if (!user || credentials.renewal === 'none') return { session: SIGNED_OUT, credentials };
  const session: SignedIn = {
    kind: 'signedIn',
    tokens: { id: null, access: null, ...user },
    refreshAtMs: nowMs,
    failedRefreshes: 0,
    problem: null,
  };
  return { session, credentials };
}

/** What is left in memory of a profile that is locked. */
export const NOTHING_LEFT = { session: SIGNED_OUT, credentials: NO_CREDENTIALS, leavesKept: true } as const;
