import { type ExpectedClaims, type JwtProblem, readJwt, type UnverifiedClaims } from '../core/jwt/jwt';
import { issuersOf } from '../core/profile/user-pool-id';
import { aPool, NOW_MS } from './builders';

const POOL = aPool('eu-central-1_AbCdEfGhI');
export const [CLASSIC_ISSUER = '', UPDATED_ISSUER = ''] = issuersOf(POOL);
export const IAT = NOW_MS / 1000;
export const EXPECTED: ExpectedClaims = {
  clientId: 'client1',
  tokenUse: 'id',
  isIssuer: (issuer) => issuersOf(POOL).includes(issuer),
  nonce: null,
  serverTimeMs: null,
};
export const EXPECTED_ACCESS: ExpectedClaims = { ...EXPECTED, tokenUse: 'access' };
export const COMMON = { iss: CLASSIC_ISSUER, sub: 'subject-1', iat: IAT, exp: IAT + 3600 };
export const ID_CLAIMS = { ...COMMON, token_use: 'id', aud: 'client1', 'cognito:username': 'alice' };
export const ACCESS_CLAIMS = { ...COMMON, token_use: 'access', client_id: 'client1', username: 'alice' };

export function base64url(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url');
}

export function jwtOf(claims: unknown, header: unknown = { alg: 'RS256', kid: 'k1' }): string {
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}.c2lnbmF0dXJl`;
}

export function read(jwt: string, expected = EXPECTED): UnverifiedClaims | JwtProblem {
  const claims = readJwt(jwt, expected);
  return claims.ok ? claims.value : claims.problem;
}

export function without(claims: object, name: string): object {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}
