import { toBase64 } from '../../core/base64';
import { utf8 } from '../bytes';
import { hmac } from '../hmac';

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
  return toBase64(await hmac(subtle, 'SHA-256', utf8(clientSecret), utf8(username + clientId)));
}
