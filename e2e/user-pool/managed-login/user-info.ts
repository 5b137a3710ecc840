import type { Answer } from '../answer';
import { CognitoError } from '../cognito-error';
import { readAccessToken } from '../tokens';
import type { User } from '../users';
import { oauthJson } from './oauth-error';
import type { Endpoint } from './web-request';

const CLAIMS_OF_SCOPES: Record<string, readonly string[]> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** GET /oauth2/userInfo: what the scopes of an access token let one know of its user. All values are texts. */
export const userInfo: Endpoint = (state, { headers }) => {
  const [, accessToken] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  if (!accessToken) return refusal(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  try {
    const { user, scopes } = readAccessToken(state, accessToken);
    if (scopes.includes('openid')) return oauthJson(claimsOf(user, scopes));
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
  }
  return refusal(
    401,
    'invalid_token',
    'Access token is expired, disabled, or deleted, or the user has globally signed out.',
  );
};

function claimsOf({ sub, username, attributes }: User, scopes: string[]): Record<string, string> {
  const claims = Object.entries(attributes).filter(([name]) => scopes.includes(scopeOf(name)));
  return { sub, username, ...Object.fromEntries(claims) };
}

function scopeOf(attribute: string): string {
  const found = Object.entries(CLAIMS_OF_SCOPES).find(([, claims]) => claims.includes(attribute));
  return found?.[0] ?? 'profile';
}

function refusal(status: number, error: string, description: string): Answer {
  const headers = { 'www-authenticate': `error="${error}", error_description="${description}"` };
  return { status, headers, body: '' };
}
