import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Answer } from '../answer';
import type { PoolState } from '../pool-state';

/** A request to the pool's domain. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The form in the body; undefined if the body is too long or no form. */
  readonly form: URLSearchParams | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly overTls: boolean;
}

/** Answers one kind of request; throws PageError, CallbackError or OAuthError. */
export type Endpoint = (state: PoolState, request: WebRequest) => Answer;

/** @param bodyText undefined if it is too long */
export function parseWebRequest(request: IncomingMessage, bodyText: string | undefined): WebRequest {
  const [path = '/', query] = (request.url ?? '/').split('?');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    form: isForm && bodyText !== undefined ? new URLSearchParams(bodyText) : undefined,
    headers: request.headers,
    overTls: 'encrypted' in request.socket,
  };
}

/** Gives the name of a parameter that comes more than once, which OAuth forbids (RFC 6749 section 3.1). */
export function repeatedParameter(parameters: URLSearchParams): string | undefined {
  return [...parameters.keys()].find((name) => parameters.getAll(name).length > 1);
}

export function readCookie({ headers }: WebRequest, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

/** The value of a Set-Cookie header. No script reads it, and no other site's form or frame sends it. */
export function cookieHeader({ overTls }: WebRequest, name: string, value: string, seconds: number): string {
  const secure = overTls ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
