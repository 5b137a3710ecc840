import { createHash, createPublicKey, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { isJsonObject, type JsonObject } from './request-members';

/** A public RSA key as the JWKS shows it (RFC 7517). */
export type Jwk = { kty: 'RSA'; use: 'sig'; alg: 'RS256'; kid: string; n: string; e: string };

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Jwk;
}

/** Cognito signs id tokens and access tokens with different keys. */
export interface SigningKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
}

/** Two fresh RSA keys of 2048 bits, which take some tenths of a second to find. */
export async function generateSigningKeys(): Promise<SigningKeys> {
  const [id, access] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  return { id, access };
}

let shared: Promise<SigningKeys> | undefined;

/** The keys of all user pools of this process that need none of their own. */
export function sharedSigningKeys(): Promise<SigningKeys> {
  shared ??= generateSigningKeys();
  return shared;
}

/** A JWT in compact form, signed with RS256 (RFC 7515). */
export function signJwt(claims: JsonObject, key: SigningKey): string {
  const signed = `${encodePart({ kid: key.jwk.kid, alg: 'RS256' })}.${encodePart(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
}

/** Gives the claims if `key` signed the JWT, otherwise undefined. Says nothing about expiry. */
export function readSignedJwt(jwt: string, key: SigningKey): JsonObject | undefined {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const signatureBytes = Buffer.from(signature, 'base64url');
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key.publicKey, signatureBytes)) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return isJsonObject(claims) ? claims : undefined;
}

async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(n).digest('base64');
  return { privateKey, publicKey, jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e } };
}

function encodePart(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
