import { compactVerify } from 'jose';
import { AuthError } from '../../core/auth-error';
import { toBase64Url } from '../../core/base64';
import { type ExpectedClaims, type JwtProblem, readJwt, type UnverifiedClaims } from '../../core/jwt/jwt';
import type { TokenUse } from '../../core/profile/profile';
import { kilobytes } from '../../core/session/token';
import type { AppClient } from '../app-client';
import { utf8 } from '../bytes';
import type { Platform } from '../platform';

/** What a token must say, after the answer that brought it. */
export interface ExpectedToken extends Pick<ExpectedClaims, 'tokenUse' | 'nonce' | 'serverTimeMs'> {
  /** The access token that came with an id token; null if none did. */
  readonly accessToken: string | null;
}

/** The claims of a token that its pool has signed. */
export type VerifiedClaims = UnverifiedClaims;

export interface TokenVerifierPorts {
  readonly appClient: AppClient;
  /** The kinds of token that requests carry. */
  readonly attached: readonly TokenUse[];
  readonly platform: Pick<Platform, 'crypto' | 'keySets'>;
}

/**
 * Checks the tokens of one app client.
 * Source: AWS, "Verifying JSON web tokens"; OpenID Connect Core 3.1.3.6 (`at_hash`).
 */
export class TokenVerifier {
  readonly #ports: TokenVerifierPorts;

  constructor(ports: TokenVerifierPorts) {
    this.#ports = ports;
  }

  /** Whether requests carry tokens of this kind. */
  isAttached(tokenUse: TokenUse): boolean {
    return this.#ports.attached.includes(tokenUse);
  }

  /**
   * Checks a token, J1 to J7 (docs/checks.md), and gives its claims.
   * @throws AuthError `tokenRejected`, whose detail names the check; `tokenTooLarge`; other codes where the pool's key set cannot be had,
   * which says nothing about the token
   */
  async verify(jwt: string, { accessToken, ...expected }: ExpectedToken): Promise<VerifiedClaims> {
    const { appClient, platform } = this.#ports;
    const { clientId, isIssuer, keySetUrl } = appClient;
    const read = readJwt(jwt, { clientId, isIssuer, ...expected });
    if (!read.ok) throw refusal(jwt, expected.tokenUse, read.problem);
    const claims = read.value;
    const key = await platform.keySets.keyFor(keySetUrl(claims.iss), claims.keyId);
    if (!key) throw rejected(expected.tokenUse, 'key');
    // What the library throws says no more than that the signature is bad.
    await compactVerify(jwt, { ...key }, { algorithms: ['RS256'] }).catch(() => {
      throw rejected(expected.tokenUse, 'signature');
    });
    if (accessToken !== null && claims.accessTokenHash !== null) {
      const isHash = claims.accessTokenHash === (await leftHash(accessToken, platform.crypto.subtle));
      if (!isHash) throw rejected(expected.tokenUse, 'accessTokenHash');
    }
    return claims;
  }
}

/** The base64url left half of a token's hash; RS256 hashes with SHA-256. */
async function leftHash(jwt: string, subtle: SubtleCrypto): Promise<string> {
  const hash = new Uint8Array(await subtle.digest('SHA-256', utf8(jwt)));
  return toBase64Url(hash.subarray(0, hash.length / 2));
}

function refusal(jwt: string, tokenUse: TokenUse, problem: JwtProblem): AuthError {
  if (problem !== 'tooLarge') return rejected(tokenUse, problem);
  return new AuthError('tokenTooLarge', String(kilobytes(jwt)));
}

function rejected(
  tokenUse: TokenUse,
  check: JwtProblem | 'key' | 'signature' | 'accessTokenHash',
): AuthError {
  return new AuthError('tokenRejected', `${tokenUse}: ${check}`);
}
