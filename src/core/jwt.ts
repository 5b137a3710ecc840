import { isRecord } from './guards';
import type { TokenUse } from './profile';
import { failure, type Result, success } from './result';

/** The claims we read. Decoded only: the API that receives the token is who verifies its signature. */
export interface UnverifiedClaims {
  readonly iss: string;
  readonly sub: string;
  readonly token_use: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch. */
  readonly exp: number;
  /** The app client: `aud` of an id token, `client_id` of an access token. */
  readonly clientId: string;
  /** `cognito:username` of an id token, `username` of an access token. */
  readonly username: string;
}

/** What a token of this profile must say. */
export interface ExpectedClaims {
  readonly isIssuer: (issuer: string) => boolean;
  readonly clientId: string;
  readonly tokenUse: TokenUse;
}

export type JwtProblem = 'malformed' | 'issuer' | 'client' | 'tokenUse' | 'lifetime';

const MAX_LENGTH = 16_384;
// Exactly what may follow "Bearer " in a header: three base64url parts (RFC 7515 section 7.1).
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
// Cognito's longest id and access token lifetime is a day; an hour on top for odd pool clocks.
const MAX_LIFETIME_S = 25 * 3600;

/**
 * Decodes a Cognito JWT and checks that it is the expected kind, for the expected app client of the expected pool.
 * Source: AWS, "Verifying JSON web tokens" (the claims part).
 */
export function readJwt(jwt: string, expected: ExpectedClaims): Result<UnverifiedClaims, JwtProblem> {
  const claims = decode(jwt);
  if (!claims) return failure('malformed');
  if (!expected.isIssuer(claims.iss)) return failure('issuer');
  if (claims.token_use !== expected.tokenUse) return failure('tokenUse');
  if (claims.clientId !== expected.clientId) return failure('client');
  const lifetimeS = claims.exp - claims.iat;
  // Asked this way round, so that NaN (of two infinite times) fails too.
  if (!(lifetimeS > 0 && lifetimeS <= MAX_LIFETIME_S)) return failure('lifetime');
  return success(claims);
}

function decode(jwt: string): UnverifiedClaims | null {
  if (jwt.length > MAX_LENGTH || !COMPACT_JWS.test(jwt)) return null;
  const [header, payload] = jwt.split('.').map(parseJsonPart);
  if (!isRecord(header) || !isRecord(payload) || header.alg !== 'RS256') return null;
  const { iss, sub, token_use, iat, exp } = payload;
  const clientId = token_use === 'access' ? payload.client_id : payload.aud;
  const username = token_use === 'access' ? payload.username : payload['cognito:username'];
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof token_use !== 'string') return null;
  if (typeof clientId !== 'string') return null;
  return { iss, sub, token_use, iat, exp, clientId, username: typeof username === 'string' ? username : sub };
}

function parseJsonPart(part: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
