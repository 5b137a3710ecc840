import type { AppClient } from '../app-clients';
import { CognitoError } from '../cognito-error';
import type { PoolState } from '../pool-state';
import { optionalString, requiredMember } from '../request-members';
import { clientSecretFits } from '../secret-hash';
import type { TokenFamily } from '../token-families';
import type { Operation } from './operation';

/** RevokeToken: ends a refresh token with all tokens of its family. The id tokens stay valid where nobody asks Cognito. */
export const revokeToken: Operation = (state, input) => {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const token = requiredMember(input, 'Token');
  if (!clientSecretFits(client, optionalString(input, 'ClientSecret'))) {
    throw new CognitoError(
      'UnauthorizedException',
      `Unable to verify client secret for client ${client.clientId}`,
    );
  }
  if (!client.enableTokenRevocation) {
    throw new CognitoError(
      'UnsupportedOperationException',
      'Token revocation is not enabled for this client',
    );
  }
  const family = familyToRevoke(state, client, token);
  if (family) family.revoked = true;
  return {};
};

// A token that nobody issued is as good as revoked (RFC 7009 section 2.2), so it is no error.
function familyToRevoke(state: PoolState, client: AppClient, token: string): TokenFamily | undefined {
  const family = state.tokenFamilies.findRefreshToken(token)?.family;
  if (!family && token.split('.').length === 3) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked');
  }
  if (family && family.clientId !== client.clientId) {
    throw new CognitoError('UnauthorizedException', 'The token was issued to another app client');
  }
  return family;
}
