import { createHmac } from 'node:crypto';
import type { AppClient } from './app-clients';
import { notAuthorized } from './cognito-error';

/** Base64(HMAC-SHA-256(client secret, username + client id)) ("Computing secret hash values", Cognito developer guide). */
export function secretHash(clientSecret: string, username: string, clientId: string): string {
  return createHmac('sha256', clientSecret).update(`${username}${clientId}`).digest('base64');
}

/**
 * Refuses a call whose SECRET_HASH does not fit the app client.
 * @param usernames the names the hash may have been computed with; a refresh accepts the username and the sub
 */
export function verifySecretHash(client: AppClient, usernames: readonly string[], received?: string): void {
  const { clientId, clientSecret } = client;
  const wrong = notAuthorized(`Unable to verify secret hash for client ${clientId}`);
  if (!clientSecret && received) throw wrong;
  if (!clientSecret) return;
  if (!received) {
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  }
  const accepted = usernames.some((username) => secretHash(clientSecret, username, clientId) === received);
  if (!accepted) throw wrong;
}

/** GetTokensFromRefreshToken and RevokeToken take the secret itself, not a hash. */
export function clientSecretFits(client: AppClient, received: string | undefined): boolean {
  return (client.clientSecret ?? '') === (received ?? '');
}
