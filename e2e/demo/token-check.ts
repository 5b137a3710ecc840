import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import type { UserPool } from '../user-pool/start-user-pool';

/** The claims of an id token, as far as the demo reads them by name. */
export type Claims = Readonly<Record<string, unknown>> & { readonly exp: number };

/** What the API thinks of a request: a user, or the reason to refuse it. */
export type Verdict =
  | { readonly ok: true; readonly username: string; readonly claims: Claims }
  | { readonly ok: false; readonly hasToken: boolean; readonly reason: string };

/** Judges the value of an Authorization header. */
export type TokenCheck = (authorization: string | undefined) => Promise<Verdict>;

/** Verifies id tokens as an API on AWS does, by AWS's own library, with the keys that the local user pool publishes. */
export function createTokenCheck(pool: UserPool, clientId: string): TokenCheck {
  const verifier = CognitoJwtVerifier.create({ userPoolId: pool.userPoolId, tokenUse: 'id', clientId });
  verifier.cacheJwks(pool.jwks as Parameters<typeof verifier.cacheJwks>[0]);
  return async (authorization) => {
    if (authorization === undefined) return refusal(false, 'The request carried no token.');
    const [, token] = /^Bearer (.+)$/.exec(authorization) ?? [];
    if (token === undefined) return refusal(true, 'The Authorization header holds no bearer token.');
    try {
      const claims = await verifier.verify(token);
      return { ok: true, username: claims['cognito:username'], claims };
    } catch (error) {
      return refusal(true, reasonOf(error));
    }
  };
}

function refusal(hasToken: boolean, reason: string): Verdict {
  return { ok: false, hasToken, reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof JwtExpiredError) return 'The token has expired.';
  return `The token is not valid: ${error instanceof Error ? error.message : String(error)}.`;
}
