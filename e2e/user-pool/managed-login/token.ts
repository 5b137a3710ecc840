import type { Answer } from '../answer';
import { CognitoError } from '../cognito-error';
import { CAPTIVE_PORTAL } from '../faulty-answers';
import type { JsonObject } from '../request-members';
import { authenticateClient, requireForm } from './client-authentication';
import { exchangeCode, exchangeRefreshToken, type Grant, grantClientCredentials } from './grants';
import { OAuthError, oauthJson } from './oauth-error';
import type { TokenAnswerTampering } from './tampering';
import type { Endpoint } from './web-request';

const MEGABYTE = 1024 * 1024;

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', exchangeCode],
  ['refresh_token', exchangeRefreshToken],
  ['client_credentials', grantClientCredentials],
]);

/** POST /oauth2/token: tokens for a code, a refresh token, or the secret of the app client. */
export const issueTokens: Endpoint = (state, request) => {
  const form = requireForm(request);
  const grantType = form.get('grant_type');
  if (!grantType) throw new OAuthError('invalid_request');
  const grant = GRANTS.get(grantType);
  if (!grant) throw new OAuthError('unsupported_grant_type');
  const client = authenticateClient(state, request, form, 400);
  const tampering = state.managedLogin.tampering.takeTokenAnswer();
  const { nonce, idClaims } = tampering;
  const forged = { ...(nonce !== undefined && { nonce }), ...idClaims };
  try {
    return tokenAnswer(grant(state, client, form, forged), tampering);
  } catch (error) {
    if (error instanceof CognitoError) throw new OAuthError('invalid_grant');
    throw error;
  }
};

function tokenAnswer(tokens: JsonObject, tampering: TokenAnswerTampering): Answer {
  if (tampering.html) return CAPTIVE_PORTAL;
  const body: JsonObject = {
    ...tokens,
    ...(tampering.tokenType !== undefined && { token_type: tampering.tokenType }),
    ...(tampering.oversized && { padding: 'x'.repeat(MEGABYTE) }),
  };
  for (const member of tampering.omit ?? []) delete body[member];
  const answer = oauthJson(body);
  const contentType = tampering.contentType && { 'content-type': tampering.contentType };
  return { ...answer, headers: { ...answer.headers, ...contentType } };
}
