import type { Answer } from '../answer';

/** The error codes of the token and the revocation endpoint (RFC 6749 section 5.2, RFC 7009 section 2.2.1). */
type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

/** A refusal that the caller reads as JSON. Cognito gives the code and no description. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly status: number;

  constructor(code: OAuthErrorCode, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

export function oauthErrorAnswer({ code, status }: OAuthError): Answer {
  return { ...oauthJson({ error: code }), status };
}

/** Tokens, and what is said about them, are kept by no cache (RFC 6749 section 5.1). */
export function oauthJson(body: object): Answer {
  const headers = {
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'no-store',
    pragma: 'no-cache',
  };
  return { status: 200, headers, body: JSON.stringify(body) };
}
