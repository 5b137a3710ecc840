import { randomBytes, randomUUID } from 'node:crypto';

/** All tokens that descend from one sign-in. Revoking one refresh token revokes its family. */
export interface TokenFamily {
  /** The `origin_jti` claim. */
  readonly originJti: string;
  readonly username: string;
  readonly clientId: string;
  /** The `auth_time` claim. */
  readonly authTimeMs: number;
  /** Rotation does not prolong it: a replacement refresh token runs out when the first one would have. */
  readonly refreshExpiresAtMs: number;
  /** What managed login granted. A sign-in by the API has none: its tokens carry the scope of the app client. */
  readonly scope?: string;
  /** The tracked device that the tokens were given to. */
  readonly deviceKey?: string | undefined;
  revoked: boolean;
}

export interface IssuedRefreshToken {
  readonly token: string;
  readonly family: TokenFamily;
  /** When rotation first put another token in its place. */
  replacedAtMs?: number;
}

// The protected header of every refresh token of Cognito: to its holder it is an opaque, encrypted JWT.
const JWE_HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');

export class TokenFamilies {
  readonly #families: TokenFamily[] = [];
  readonly #refreshTokens = new Map<string, IssuedRefreshToken>();
  readonly #familyByAccessTokenId = new Map<string, TokenFamily>();

  start(family: Omit<TokenFamily, 'originJti' | 'revoked'>): TokenFamily {
    const started = { ...family, originJti: randomUUID(), revoked: false };
    this.#families.push(started);
    return started;
  }

  issueRefreshToken(family: TokenFamily): string {
    const parts = [256, 12, 512, 16].map((bytes) => randomBytes(bytes).toString('base64url'));
    const token = [JWE_HEADER, ...parts].join('.');
    this.#refreshTokens.set(token, { token, family });
    return token;
  }

  findRefreshToken(token: string): IssuedRefreshToken | undefined {
    return this.#refreshTokens.get(token);
  }

  rememberAccessToken(jti: string, family: TokenFamily): void {
    this.#familyByAccessTokenId.set(jti, family);
  }

  familyOfAccessToken(jti: string): TokenFamily | undefined {
    return this.#familyByAccessTokenId.get(jti);
  }

  /** The refresh tokens of each sign-in that has not been revoked. */
  unrevoked(): readonly (readonly string[])[] {
    const issued = [...this.#refreshTokens.values()];
    return this.#families
      .filter(({ revoked }) => !revoked)
      .map((family) => issued.filter((each) => each.family === family).map(({ token }) => token));
  }

  revokeAllOf(username: string): void {
    for (const family of this.#families) {
      if (family.username === username) family.revoked = true;
    }
  }
}
