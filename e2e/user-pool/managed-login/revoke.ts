import { CognitoError, type CognitoErrorName } from '../cognito-error';
import { revokeToken } from '../operations/revoke-token';
import { authenticateClient, requireForm } from './client-authentication';
import { OAuthError } from './oauth-error';
import type { Endpoint } from './web-request';

// "Revoke endpoint", Cognito developer guide; the names on the left are those of the RevokeToken API.
const REFUSALS: Partial<Record<CognitoErrorName, OAuthError>> = {
  UnsupportedOperationException: new OAuthError('invalid_request'),
  UnsupportedTokenTypeException: new OAuthError('unsupported_token_type'),
  UnauthorizedException: new OAuthError('invalid_client', 401),
};

/** POST /oauth2/revoke: ends a refresh token as RevokeToken does. An unknown one is as good as revoked. */
export const revoke: Endpoint = (state, request) => {
  const form = requireForm(request);
  const methods = state.settings.revocationAuthMethods;
  const { clientId, clientSecret } = authenticateClient(state, request, form, 401, methods);
  const token = form.get('token');
  if (!token) throw new OAuthError('invalid_request');
  try {
    revokeToken(state, { ClientId: clientId, ClientSecret: clientSecret, Token: token });
  } catch (error) {
    throw (error instanceof CognitoError && REFUSALS[error.name]) || error;
  }
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };
};
