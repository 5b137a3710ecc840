import { fromBase64 } from '../base64';
import { isRecord } from '../guards';
import type { TokenUse } from '../profile/profile';
import { failure, type Result, success } from '../result';
import { hasDuplicateNames } from './duplicate-names';

/** The claims we read. Who reads a token has not verified its signature yet. */
export interface UnverifiedClaims {
  readonly iss: string;
  readonly sub: string;
  readonly token_use: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch. */
  readonly exp: number;
  /** Seconds since the epoch; null if the token has none. */
  readonly nbf: number | null;
  readonly nonce: string | null;
  /** What an id token says of the access token that came along (`at_hash`). */
  readonly accessTokenHash: string | null;
  /** The app client: `aud` of an id token, `client_id` of an access token. */
  readonly clientId: string;
  /** `cognito:username` of an id token, `username` of an access token; a client's own token has `sub` only. */
  readonly username: string;
  /** `kid` of the header: the key that is said to have signed. */
  readonly keyId: string;
}

/** What a token of this profile must say. */
export interface ExpectedClaims {
  readonly isIssuer: (issuer: string) => boolean;
  readonly clientId: string;
  readonly tokenUse: TokenUse;
  /** What an id token must repeat; null where none was sent. A pool may then put in one of its own. */
  readonly nonce: string | null;
  /** The pool's clock when it answered, epoch ms; null where it was not shown, or where the token is not new. */
  readonly serverTimeMs: number | null;
}

export type JwtProblem =
  | 'tooLarge'
  | 'malformed'
  | 'critical'
  | 'algorithm'
  | 'issuer'
  | 'tokenUse'
  | 'client'
  | 'nonce'
  | 'lifetime'
  | 'notBefore'
  | 'issuedAt';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * More than this fits into no header. Both browsers send it; servers take 8 to 16 kB, the most generous 64 kB for all
 * headers together (AWS, "Quotas for your Application Load Balancers").
 */
const MAX_LENGTH = 65_536;
// Base64url without padding (RFC 7515 section 2). The last letter's spare bits are zero, so that no other text says the
// same token (RFC 4648 section 3.5).
const STRICT_BASE64URL = /^(?:[\w-]{4})*(?:[\w-]{4}|[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])$/;
const MAX_SKEW_S = 60;
// Cognito's longest id and access token lifetime is a day.
const MAX_LIFETIME_S = 24 * 3600 + MAX_SKEW_S;

/**
 * Decodes a Cognito JWT and checks that it is the expected kind, for the expected app client of the expected pool, and
 * new where the pool's clock is known. Its signature is still to be verified (`token-verifier`).
 * Source: AWS, "Verifying JSON web tokens" (the claims part); RFC 7515, RFC 7519.
 */
export function readJwt(jwt: string, expected: ExpectedClaims): Result<UnverifiedClaims, JwtProblem> {
  if (isTooLarge(jwt)) return failure('tooLarge');
  const parts = jwt.split('.');
  if (parts.length !== 3 || !parts.every((part) => STRICT_BASE64URL.test(part))) return failure('malformed');
  const [header, payload] = parts.slice(0, 2).map(parseJsonObject);
  if (!header || !payload) return failure('malformed');
  // Whoever does not understand what is critical must refuse the token, and we understand nothing of the kind.
  if (Object.hasOwn(header, 'crit')) return failure('critical');
  if (header.alg !== 'RS256') return failure('algorithm');
  const claims = claimsOf(header, payload);
  if (!claims) return failure('malformed');
  const problem = ownerProblem(claims, expected) ?? timeProblem(claims, expected.serverTimeMs);
  return problem ? failure(problem) : success(claims);
}

/** Whether a token fits into no header. */
export function isTooLarge(jwt: string): boolean {
  return jwt.length > MAX_LENGTH;
}

/** All claims of a token that was checked before; none of anything else. What a user may write is in no way checked. */
export function checkedClaimsOf(jwt: string): JsonObject {
  return parseJsonObject(jwt.split('.')[1] ?? '') ?? {};
}

/** The scopes of an access token that was checked before; none for anything else. Source: RFC 9068, section 2.2.3. */
export function scopesOf(jwt: string): readonly string[] {
  const { scope } = checkedClaimsOf(jwt);
  return typeof scope === 'string' ? scope.split(' ') : [];
}

function claimsOf(header: JsonObject, payload: JsonObject): UnverifiedClaims | null {
  const { iss, sub, token_use, iat, exp, nbf = null, nonce = null, at_hash = null } = payload;
  const clientId = token_use === 'access' ? payload.client_id : payload.aud;
  const username = token_use === 'access' ? payload.username : payload['cognito:username'];
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  if (nbf !== null && typeof nbf !== 'number') return null;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof token_use !== 'string') return null;
  if (typeof clientId !== 'string' || typeof header.kid !== 'string') return null;
  if (!isStringOrNull(nonce) || !isStringOrNull(at_hash)) return null;
  return {
    ...{ iss, sub, token_use, iat, exp, nbf, nonce, clientId },
    accessTokenHash: at_hash,
    username: typeof username === 'string' ? username : sub,
    keyId: header.kid,
  };
}

function ownerProblem(claims: UnverifiedClaims, expected: ExpectedClaims): JwtProblem | null {
  if (!expected.isIssuer(claims.iss)) return 'issuer';
  if (claims.token_use !== expected.tokenUse) return 'tokenUse';
  if (claims.clientId !== expected.clientId) return 'client';
  if (expected.nonce !== null && claims.nonce !== expected.nonce) return 'nonce';
  return null;
}

// An end is counted from the moment the call was sent, so an old token that is played back would live on: its `iat`
// shows it. Every comparison is asked so that NaN (of two infinite times) fails too.
function timeProblem({ iat, exp, nbf }: UnverifiedClaims, serverTimeMs: number | null): JwtProblem | null {
  const lifetimeS = exp - iat;
  if (!(lifetimeS > 0 && lifetimeS <= MAX_LIFETIME_S)) return 'lifetime';
  if (nbf !== null && !(nbf <= iat + MAX_SKEW_S)) return 'notBefore';
  if (serverTimeMs !== null && !(Math.abs(iat - serverTimeMs / 1000) <= MAX_SKEW_S)) return 'issuedAt';
  return null;
}

function isStringOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function parseJsonObject(part: string): JsonObject | null {
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(part));
    const value: unknown = JSON.parse(json);
    return isRecord(value) && !hasDuplicateNames(json) ? value : null;
  } catch {
    return null;
  }
}
