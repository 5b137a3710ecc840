import { toBase64, utf8 } from '../bytes';

/**
 * The SECRET_HASH that an app client with a secret wants beside every user name.
 * Source: Cognito developer guide, "Computing secret hash values".
 * @param username exactly the one sent in the same call
 * @returns base64
 */
export async function secretHash(
  subtle: SubtleCrypto,
  clientSecret: string,
  username: string,
  clientId: string,
): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', utf8(clientSecret), algorithm, false, ['sign']);
  return toBase64(new Uint8Array(await subtle.sign('HMAC', key, utf8(username + clientId))));
}
