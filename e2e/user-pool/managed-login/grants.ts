import { createHash, randomUUID } from 'node:crypto';
import type { AppClient } from '../app-clients';
import type { PoolState } from '../pool-state';
import { requireRefreshToken, rotateRefreshToken } from '../refresh-tokens';
import type { JsonObject } from '../request-members';
import { signJwt } from '../signing-keys';
import type { IssuedCode } from './authorization-codes';
import { hostedResult, nonceClaim, startHostedFamily } from './hosted-tokens';
import { OAuthError } from './oauth-error';

/** Gives the members of the token answer; throws OAuthError, or CognitoError for what is `invalid_grant`. */
export type Grant = (
  state: PoolState,
  client: AppClient,
  form: URLSearchParams,
  forgedIdClaims: JsonObject,
) => JsonObject;

/** RFC 6749 section 4.1.3, with PKCE (RFC 7636). */
export const exchangeCode: Grant = (state, client, form, forgedIdClaims) => {
  if (!client.oauthFlows.includes('code')) throw new OAuthError('unauthorized_client');
  const code = form.get('code');
  const redirectUri = form.get('redirect_uri');
  if (!code || !redirectUri) throw new OAuthError('invalid_request');
  const issued = takeCode(state, client, code);
  if (issued.redirectUri !== redirectUri || !verifierFits(issued, form.get('code_verifier'))) {
    throw new OAuthError('invalid_grant');
  }
  const { user, family } = startHostedFamily(state, client, issued);
  issued.family = family;
  const idClaims = { ...nonceClaim(user, issued.nonce), ...forgedIdClaims };
  const refresh_token = state.tokenFamilies.issueRefreshToken(family);
  return { ...hostedResult(state, client, user, family, idClaims), refresh_token };
};

/** RFC 6749 section 6. A new refresh token comes only with rotation. */
export const exchangeRefreshToken: Grant = (state, client, form, forgedIdClaims) => {
  const token = form.get('refresh_token');
  if (!token) throw new OAuthError('invalid_request');
  const { issued, user } = requireRefreshToken(state, client, token);
  const rotated = client.rotation && { refresh_token: rotateRefreshToken(state, client, issued) };
  return { ...hostedResult(state, client, user, issued.family, forgedIdClaims), ...rotated };
};

/** RFC 6749 section 4.4: a token for the app itself, so it names no user. */
export const grantClientCredentials: Grant = (state, client, form) => {
  const { clientId, clientSecret, oauthFlows, accessTokenSeconds } = client;
  if (!clientSecret || !oauthFlows.includes('client_credentials'))
    throw new OAuthError('unauthorized_client');
  const iat = Math.floor(state.nowMs() / 1000);
  const claims = {
    sub: clientId,
    token_use: 'access',
    scope: customScope(client, form.get('scope')),
    auth_time: iat,
    iss: state.issuer,
    exp: iat + accessTokenSeconds,
    iat,
    version: 2,
    jti: randomUUID(),
    client_id: clientId,
  };
  const access_token = signJwt(claims, state.signingKeys.access);
  return { access_token, expires_in: accessTokenSeconds, token_type: 'Bearer' };
};

/** Uses up a code. One that comes twice may be stolen, so the tokens it gave die (RFC 6749 section 4.1.2). */
function takeCode(state: PoolState, client: AppClient, code: string): IssuedCode {
  const issued = state.managedLogin.codes.find(code);
  if (issued?.clientId !== client.clientId) throw new OAuthError('invalid_grant');
  if (issued.presented && issued.family) issued.family.revoked = true;
  if (issued.presented || state.nowMs() >= issued.expiresAtMs) throw new OAuthError('invalid_grant');
  issued.presented = true;
  return issued;
}

// A verifier for a code without a challenge shows that somebody took the challenge away (RFC 9700 section 4.8.2).
function verifierFits({ codeChallenge }: IssuedCode, verifier: string | null): boolean {
  if (codeChallenge === undefined || verifier === null)
    return codeChallenge === undefined && verifier === null;
  return createHash('sha256').update(verifier).digest('base64url') === codeChallenge;
}

/** The scopes of resource servers (`api/read`): only these make sense without a user. */
function customScope({ oauthScopes }: AppClient, asked: string | null): string {
  const allowed = oauthScopes.filter((scope) => scope.includes('/'));
  const scopes = asked?.split(' ') ?? allowed;
  if (scopes.length === 0 || !scopes.every((scope) => allowed.includes(scope))) {
    throw new OAuthError('invalid_scope');
  }
  return scopes.join(' ');
}
