import { AuthError, type AuthErrorCode } from '../../core/auth-error';
import type { JsonObject } from '../http';

/** The failures that OAuth errors stand for, by their names. */
export type Codes = Readonly<Record<string, AuthErrorCode>>;

// RFC 6749 section 4.1.2.1; OpenID Connect Core, section 3.1.2.6.
const AUTHORIZATION_ERRORS: Codes = {
  login_required: 'hostedUiLoginRequired',
  interaction_required: 'hostedUiLoginRequired',
  invalid_scope: 'scopeRefused',
  unauthorized_client: 'grantNotAllowed',
  unsupported_response_type: 'grantNotAllowed',
};

// RFC 6749 section 5.2; RFC 7009 section 2.2.1.
const TOKEN_ERRORS: Codes = {
  invalid_scope: 'scopeRefused',
  unauthorized_client: 'grantNotAllowed',
  unsupported_grant_type: 'grantNotAllowed',
  unsupported_token_type: 'tokenNotRevocable',
  invalid_request: 'invalidParameter',
};

const LONGEST_DETAIL = 300;

/** The error that the pool's pages have sent to the callback, with their words. */
export function authorizationError(error: string, description: string | null): AuthError {
  return new AuthError(codeIn(AUTHORIZATION_ERRORS, error) ?? 'hostedUiRefused', plain(description || error));
}

/**
 * The error that the token endpoint has answered with.
 * @param meanings what an error means in answer to this call, where that is something of its own
 * @param hasSecret whether the call carried a client secret
 */
export function tokenError(status: number, body: JsonObject, meanings: Codes, hasSecret: boolean): AuthError {
  const error = typeof body.error === 'string' ? body.error : '';
  const words = typeof body.error_description === 'string' ? body.error_description : error;
  if (error === 'invalid_client')
    return new AuthError(hasSecret ? 'clientSecretWrong' : 'clientSecretMissing', plain(words));
  if (status === 429) return new AuthError('tooManyRequests', plain(words));
  if (status >= 500) return new AuthError('serviceFailed', plain(words));
  return new AuthError(codeIn({ ...TOKEN_ERRORS, ...meanings }, error) ?? 'unknownException', plain(words));
}

function codeIn(codes: Codes, error: string): AuthErrorCode | undefined {
  return Object.hasOwn(codes, error) ? codes[error] : undefined;
}

// An identity provider's words may be anything: they are shown as one line of text.
function plain(words: string): string {
  return words
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_DETAIL);
}
