import { failure, type Result, success } from '../result';

/** The header that carries the token. */
export interface TokenHeader {
  /** `Authorization`, unless the API wants another. */
  readonly name: string;
  /** What stands before the token, with its space: `Bearer `; may be empty. */
  readonly prefix: string;
}

export type HeaderProblem =
  | 'headerNameMalformed'
  | 'headerNameForbidden'
  | 'headerNameTaken'
  | 'headerPrefixMalformed';

// RFC 9110 section 5.6.2: a field name is a token.
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
// Headers that steer the connection, or that the rules themselves set: a token there would break the request.
const FORBIDDEN =
  /^(host|cookie|content-length|content-type|connection|transfer-encoding|te|upgrade|trailer|expect|origin|referer|cache-control|(sec|proxy|access-control)-.*)$/i;

/** Reads the name of a header that is to carry a token. */
export function parseHeaderName(text: string): Result<string, HeaderProblem> {
  const name = text.trim();
  if (!TOKEN.test(name)) return failure('headerNameMalformed');
  return FORBIDDEN.test(name) ? failure('headerNameForbidden') : success(name);
}

/** Reads what stands before the token: visible ASCII and spaces, since both browsers garble or drop the rest. */
export function parseHeaderPrefix(text: string): Result<string, HeaderProblem> {
  return /^([\x21-\x7e][\x20-\x7e]{0,63})?$/.test(text) ? success(text) : failure('headerPrefixMalformed');
}

/** Whether two names are one header. Source: RFC 9110 section 5.1: names are case-insensitive. */
export function isSameHeader(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
