import { compactVerify } from 'jose';
import { AuthError } from '../../core/auth-error';
import { type ExpectedClaims, type JwtProblem, readJwt, type UnverifiedClaims } from '../../core/jwt/jwt';
import type { TokenUse } from '../../core/profile/profile';
import { toBase64, utf8 } from '../bytes';
import type { AppClient } from '../user-pools-api/app-client';
import type { KeySets } from './key-sets';

/** What the answer that brought a token leads us to expect of it. */
export interface ExpectedToken extends Pick<ExpectedClaims, 'tokenUse' | 'nonce' | 'serverTimeMs'> {
  /** The access token that came with an id token; null if none did. */
  readonly accessToken: string | null;
}

/** The claims of a token that its pool has signed. */
export type VerifiedClaims = UnverifiedClaims;

/**
 * Checks a token (J1 to J7 of the design) and gives its claims.
 * @throws AuthError `tokenRejected`, whose detail names the check; whatever keeps the pool's key set away, which says
 * nothing of the token
 */
export type VerifyToken = (jwt: string, expected: ExpectedToken) => Promise<VerifiedClaims>;

/**
 * A verifier of the tokens of one app client.
 * Source: AWS, "Verifying JSON web tokens"; OpenID Connect Core 3.1.3.6 (`at_hash`).
 */
export function createTokenVerifier(
  { clientId, isIssuer, keySetUrl }: AppClient,
  keySets: KeySets,
  subtle: SubtleCrypto,
): VerifyToken {
  return async (jwt, { accessToken, ...expected }) => {
    const read = readJwt(jwt, { clientId, isIssuer, ...expected });
    if (!read.ok) throw rejected(expected.tokenUse, read.problem);
    const claims = read.value;
    const key = await keySets.keyFor(keySetUrl(claims.iss), claims.keyId);
    if (!key) throw rejected(expected.tokenUse, 'key');
    // Of a bad signature there is nothing to tell but that it is bad.
    await compactVerify(jwt, { ...key }, { algorithms: ['RS256'] }).catch(() => {
      throw rejected(expected.tokenUse, 'signature');
    });
    if (accessToken !== null && claims.accessTokenHash !== null) {
      const isHash = claims.accessTokenHash === (await leftHash(accessToken, subtle));
      if (!isHash) throw rejected(expected.tokenUse, 'accessTokenHash');
    }
    return claims;
  };
}

/** The base64url left half of a token's hash; RS256 hashes with SHA-256. */
async function leftHash(jwt: string, subtle: SubtleCrypto): Promise<string> {
  const hash = new Uint8Array(await subtle.digest('SHA-256', utf8(jwt)));
  const base64 = toBase64(hash.subarray(0, hash.length / 2));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function rejected(
  tokenUse: TokenUse,
  check: JwtProblem | 'key' | 'signature' | 'accessTokenHash',
): AuthError {
  return new AuthError('tokenRejected', `${tokenUse}: ${check}`);
}
