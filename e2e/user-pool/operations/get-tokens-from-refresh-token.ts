import { notAuthorized } from '../cognito-error';
import { requireRefreshToken, rotateRefreshToken } from '../refresh-tokens';
import { optionalString, requiredMember } from '../request-members';
import { clientSecretFits } from '../secret-hash';
import { accessAndIdToken } from '../tokens';
import type { Operation } from './operation';

/** GetTokensFromRefreshToken: a refresh that works with rotation and without; only with it comes a new refresh token. */
export const getTokensFromRefreshToken: Operation = (state, input) => {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const token = requiredMember(input, 'RefreshToken');
  if (!clientSecretFits(client, optionalString(input, 'ClientSecret'))) {
    throw notAuthorized(`Unable to verify client secret for client ${client.clientId}`);
  }
  const { issued, user } = requireRefreshToken(state, client, token, optionalString(input, 'DeviceKey'));
  const rotated = client.rotation && { RefreshToken: rotateRefreshToken(state, client, issued) };
  return { AuthenticationResult: { ...accessAndIdToken(state, client, user, issued.family), ...rotated } };
};
