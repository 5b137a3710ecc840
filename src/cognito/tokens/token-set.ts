import { AuthError } from '../../core/auth-error';
import type { TokenUse } from '../../core/profile/profile';
import type { Token, TokenSet } from '../../core/session/session';
import type { KeepRefreshToken } from '../auth-step';
import type { TokenVerifier, VerifiedClaims } from './token-verifier';

/** What checks a single token. */
export type Verifier = Pick<TokenVerifier, 'verify'>;

/** The tokens of an answer as they came. */
export interface ReceivedTokens {
  readonly id: unknown;
  readonly access: unknown;
  readonly refresh: unknown;
}

/** What was asked of the pool, and when. */
export interface ExpectedTokens {
  /** The tokens without which the answer is of no use. */
  readonly required: readonly TokenUse[];
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** The pool's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
  /** What the id token must repeat; null where none was sent. */
  readonly nonce: string | null;
  /** The refresh token that was sent, to be kept where none comes back (a refresh without rotation). */
  readonly keptRefreshToken: string | null;
  /** Stores one that came in its place, before anything may fail; null at a sign-in, when there is nothing to lose. */
  readonly keep: KeepRefreshToken | null;
}

/** All of a token set but how it is renewed, which the caller knows. */
export type CheckedTokens = Omit<TokenSet, 'renewal'>;

interface CheckedToken {
  readonly token: Token;
  readonly claims: VerifiedClaims;
}

/**
 * Checks the tokens of an answer. Each one's end is counted from the moment the call was sent, which the pool's `iat`
 * cannot precede: so a wrong local clock or a slow answer never makes a token look valid for longer than it is. `ExpiresIn` is not used: it is one number for two tokens.
 * @throws AuthError `tokenRejected` if a token is missing or not for this app client of this pool; as `TokenVerifier.verify`
 */
export async function parseTokenSet(
  received: ReceivedTokens,
  expected: ExpectedTokens,
  verifier: Verifier,
): Promise<CheckedTokens> {
  const refreshToken = refreshTokenOf(received, expected);
  if (refreshToken !== null && refreshToken !== expected.keptRefreshToken)
    await expected.keep?.(refreshToken);
  const access = await check(received.access, 'access', expected, null, verifier);
  const id = await check(received.id, 'id', expected, access?.token.jwt ?? null, verifier);
  if (id && access && id.claims.sub !== access.claims.sub) throw new AuthError('tokenRejected', 'sub');
  const named = id ?? access;
  if (!named) throw new AuthError('tokenRejected', 'no token');
  return {
    id: id?.token ?? null,
    access: access?.token ?? null,
    refreshToken,
    subject: named.claims.sub,
    username: named.claims.username,
  };
}

function refreshTokenOf({ refresh }: ReceivedTokens, { keptRefreshToken }: ExpectedTokens): string | null {
  return typeof refresh === 'string' && refresh !== '' ? refresh : keptRefreshToken;
}

async function check(
  jwt: unknown,
  tokenUse: TokenUse,
  { required, sentAtMs, serverTimeMs, nonce }: ExpectedTokens,
  accessToken: string | null,
  verifier: Verifier,
): Promise<CheckedToken | null> {
  if (isAbsent(jwt) && !required.includes(tokenUse)) return null;
  if (isAbsent(jwt) || typeof jwt !== 'string') throw new AuthError('tokenRejected', `${tokenUse}: missing`);
  const expected = { tokenUse, serverTimeMs, accessToken, nonce: tokenUse === 'id' ? nonce : null };
  const claims = await verifier.verify(jwt, expected);
  const lifetimeMs = (claims.exp - claims.iat) * 1000;
  // A token that was made a while before the answer has less than its lifetime left.
  const leftMs = serverTimeMs === null ? lifetimeMs : Math.min(lifetimeMs, claims.exp * 1000 - serverTimeMs);
  return { claims, token: { jwt, lifetimeMs, expiresAtMs: sentAtMs + leftMs } };
}

function isAbsent(jwt: unknown): boolean {
  return jwt === undefined || jwt === null || jwt === '';
}
