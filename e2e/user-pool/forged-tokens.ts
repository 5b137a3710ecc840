import type { Forgery } from './levers';
import type { JsonObject } from './request-members';
import { type SigningKey, signJwt } from './signing-keys';

const DAY_SECONDS = 24 * 3600;
// The same in both tokens of a pair: they are of one user, though not of the right one.
const SOMEBODY_ELSE = { sub: '0b7b6ad0-3c0e-4b9e-9a53-6d2c8c1f2a11', username: 'somebody-else' };

/** Signs the claims, spoiled as the lever says; without a forgery, as they are. */
export function signPossiblyForged(
  claims: JsonObject,
  key: SigningKey,
  forgery: Forgery | undefined,
): string {
  const jwt = signJwt(forgery ? { ...claims, ...spoiledClaims(claims, forgery) } : claims, key);
  if (forgery === 'algNone') return unsigned(jwt);
  return forgery === 'badSignature' ? withOtherSignature(jwt) : jwt;
}

function spoiledClaims(claims: JsonObject, forgery: Forgery): JsonObject {
  const isIdToken = claims.token_use === 'id';
  switch (forgery) {
    case 'otherUser':
      return {
        sub: SOMEBODY_ELSE.sub,
        [isIdToken ? 'cognito:username' : 'username']: SOMEBODY_ELSE.username,
      };
    case 'otherClient':
      return { [isIdToken ? 'aud' : 'client_id']: 'clientofsomebodyelse000000' };
    case 'wrongIssuer':
      return { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_SomebodyElse' };
    case 'expired':
      return earlier(claims, ['auth_time', 'iat', 'exp']);
    case 'wrongTokenUse':
      return { token_use: isIdToken ? 'access' : 'id' };
    default:
      return {};
  }
}

// A day is the longest life that a token of Cognito can have, so whatever was issued a day earlier has ended.
function earlier(claims: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, Number(claims[name]) - DAY_SECONDS]));
}

function unsigned(jwt: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  return `${header}.${jwt.split('.')[1]}.`;
}

function withOtherSignature(jwt: string): string {
  const end = jwt.lastIndexOf('.') + 1;
  const signature = Buffer.from(jwt.slice(end), 'base64url');
  signature.writeUInt8(signature.readUInt8(0) ^ 1, 0);
  return jwt.slice(0, end) + signature.toString('base64url');
}
