import { createHash, sign, webcrypto } from 'node:crypto';
import { generateSigningKeys, type SigningKey, signJwt } from '../../e2e/user-pool/signing-keys';
import { appClientOf } from '../cognito/app-client';
import { type ExpectedToken, TokenVerifier } from '../cognito/tokens/token-verifier';
import { problemOf } from '../core/auth-error';
import { issuersOf } from '../core/profile/user-pool-id';
import { aPool } from './builders';
import { createFakeKeySets } from './fake-key-sets';

export const POOL = aPool('eu-central-1_AbCdEfGhI');
export const [ISSUER = '', UPDATED_ISSUER = ''] = issuersOf(POOL);
export const CLIENT = 'client1';
// A verifier that is compared with ours reads the real clock.
export const IAT = Math.floor(Date.now() / 1000);
export const EXPECTED: ExpectedToken = {
  tokenUse: 'id',
  nonce: null,
  serverTimeMs: IAT * 1000,
  accessToken: null,
};

export type Claims = Readonly<Record<string, unknown>>;
const COMMON: Claims = { iss: ISSUER, sub: 'subject-1', iat: IAT, exp: IAT + 3600 };
export const ID: Claims = { ...COMMON, token_use: 'id', aud: CLIENT, 'cognito:username': 'alice' };
export const ACCESS: Claims = { ...COMMON, token_use: 'access', client_id: CLIENT, username: 'alice' };

/** Tokens that a pool has signed, or that somebody else has, and a verifier that knows the pool's key. */
export class SignedTokens {
  readonly pool: SigningKey;
  /** Somebody else's key that claims to be the pool's. */
  readonly stranger: SigningKey;
  readonly verifier: TokenVerifier;

  private constructor(pool: SigningKey, stranger: SigningKey) {
    this.pool = pool;
    this.stranger = { ...stranger, jwk: { ...stranger.jwk, kid: pool.jwk.kid } };
    this.verifier = verifierOf([pool.jwk]);
  }

  static async generate(): Promise<SignedTokens> {
    const { id, access } = await generateSigningKeys();
    return new SignedTokens(id, access);
  }

  header(): string {
    return JSON.stringify({ kid: this.pool.jwk.kid, alg: 'RS256' });
  }

  /** A token of these two parts, whatever they are. */
  signed(header: string, payload: string, key = this.pool): string {
    const input = `${base64url(header)}.${base64url(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
  }

  withHeader(header: Claims, claims = ID): string {
    const whole = { kid: this.pool.jwk.kid, alg: 'RS256', ...header };
    return this.signed(JSON.stringify(whole), JSON.stringify(claims));
  }

  token(change: Claims = {}, claims = ID): string {
    return signJwt({ ...claims, ...change } as Parameters<typeof signJwt>[0], this.pool);
  }

  /** `taken`, or what is wrong with the token. */
  async outcome(
    jwt: string,
    expected: Partial<ExpectedToken> = {},
    verifier = this.verifier,
  ): Promise<string> {
    try {
      await verifier.verify(jwt, { ...EXPECTED, ...expected });
      return 'taken';
    } catch (error) {
      const { code, detail } = problemOf(error);
      return code === 'tokenRejected' ? detail : code;
    }
  }
}

/** A verifier for a pool whose key set holds these keys. */
export function verifierOf(keys: readonly object[]): TokenVerifier {
  const keySets = createFakeKeySets({ fetch: async () => Response.json({ keys }) });
  const appClient = appClientOf({ pool: POOL, clientId: CLIENT, customEndpoint: null }, null);
  return new TokenVerifier({
    appClient,
    attached: ['id'],
    platform: { keySets, crypto: webcrypto as unknown as Crypto },
  });
}

/** What `at_hash` holds of an access token. */
export function leftHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
