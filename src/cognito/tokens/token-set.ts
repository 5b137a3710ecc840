import { AuthError } from '../../core/auth-error';
import { isTooLarge } from '../../core/jwt/jwt';
import type { TokenUse } from '../../core/profile/profile';
import type { Renewal, Token, TokenSet } from '../../core/session/token';
import type { KeepGrant, KeepRefreshToken } from '../auth-step';
import type { ExpectedToken, TokenVerifier, VerifiedClaims } from './token-verifier';

/** What checks a single token. */
export type Verifier = Pick<TokenVerifier, 'verify' | 'isAttached'>;

/** The tokens of an answer as they came. */
export interface ReceivedTokens {
  readonly id: unknown;
  readonly access: unknown;
  readonly refresh: unknown;
}

/** Tokens as they came, and when. */
export interface TokenAnswer {
  readonly received: ReceivedTokens;
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** The pool's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
}

/** A refresh token that was sent, which stays in use where none comes back (a refresh without rotation). */
export interface SentRefreshToken {
  readonly refreshToken: string;
  /** Stores one that came in its place, before anything may fail; null where none is stored yet. */
  readonly keep: KeepRefreshToken | null;
}

/** What was asked of the pool. */
export interface ExpectedTokens {
  /** The tokens without which the answer is of no use. */
  readonly required: readonly TokenUse[];
  /** What the id token must repeat; absent where none was sent. */
  readonly nonce?: string;
  readonly sent?: SentRefreshToken;
  /** Where none was sent: stores the one that has come, before anything may fail. */
  readonly keep?: KeepRefreshToken;
}

/** Keeps a refresh token as one that is used in this way. */
export function keepingBy(keep: KeepGrant, renewal: Renewal): KeepRefreshToken {
  return (refreshToken) => keep({ refreshToken, renewal });
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
 * @throws AuthError `tokenRejected` if a token is missing or not for this app client of this pool; as
 * `TokenVerifier.verify`. A token that nothing attaches is left out where it is too large for a header
 */
export async function parseTokenSet(
  answer: TokenAnswer,
  { required, nonce, sent, keep }: ExpectedTokens,
  verifier: Verifier,
): Promise<CheckedTokens> {
  const refreshToken = await refreshTokenOf(answer.received, sent, sent ? sent.keep : keep);
  const forAccess = { tokenUse: 'access', nonce: null, accessToken: null } as const;
  const access = await check(answer, required.includes('access'), forAccess, verifier);
  const forId = { tokenUse: 'id', nonce: nonce ?? null, accessToken: access?.token.jwt ?? null } as const;
  const id = await check(answer, required.includes('id'), forId, verifier);
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

async function refreshTokenOf(
  { refresh }: ReceivedTokens,
  sent: SentRefreshToken | undefined,
  keep: KeepRefreshToken | null | undefined,
): Promise<string | null> {
  const isNew = typeof refresh === 'string' && refresh !== '' && refresh !== sent?.refreshToken;
  if (!isNew) return sent?.refreshToken ?? null;
  await keep?.(refresh);
  return refresh;
}

async function check(
  { received, sentAtMs, serverTimeMs }: TokenAnswer,
  isRequired: boolean,
  expected: Omit<ExpectedToken, 'serverTimeMs'>,
  verifier: Verifier,
): Promise<CheckedToken | null> {
  const { tokenUse } = expected;
  const jwt = received[tokenUse];
  const isAbsent = jwt === undefined || jwt === null || jwt === '';
  if (isAbsent && !isRequired) return null;
  if (isAbsent || typeof jwt !== 'string') throw new AuthError('tokenRejected', `${tokenUse}: missing`);
  // Its size is the concern of whoever sends it.
  if (isTooLarge(jwt) && !verifier.isAttached(tokenUse)) return null;
  const claims = await verifier.verify(jwt, { ...expected, serverTimeMs });
  const lifetimeMs = (claims.exp - claims.iat) * 1000;
  // A token that was made some time before the answer has less than its lifetime left.
  const leftMs = serverTimeMs === null ? lifetimeMs : Math.min(lifetimeMs, claims.exp * 1000 - serverTimeMs);
  return { claims, token: { jwt, lifetimeMs, expiresAtMs: sentAtMs + leftMs } };
}
