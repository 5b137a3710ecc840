import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Responder } from '../support/recording-sites';
import { answerForMatrix } from './matrix-pages';

/** What an API that thinks little of caches says about its answers. */
export const CACHE_POLICIES = [
  'max-age',
  'immutable',
  'ETag',
  'Vary',
  'one ETag for all',
  'one date for all',
] as const;

/** The body for a request without a token. */
export const NOBODY = 'nobody';

const LONG_AGO = 'Mon, 01 Jan 2024 00:00:00 GMT';
const MAX_AGE = 'private, max-age=600';

/** Answers `/cache/…?policy=` with the subject of the token it was sent, to be kept as long as the policy says. */
export const answerForCache: Responder = (request, response, headers) => {
  const url = new URL(request.path, `${request.scheme}://${request.host}`);
  if (!url.pathname.startsWith('/cache/')) return answerForMatrix(request, response, headers);
  const body = subjectOf(request.authorization);
  const policy = url.searchParams.get('policy');
  response.setHeader('content-type', 'text/plain');
  response.setHeader('cache-control', policy === 'immutable' ? `${MAX_AGE}, immutable` : MAX_AGE);
  if (policy === 'Vary') response.setHeader('vary', 'Authorization');
  if (isUnchanged(policy, body, response, headers)) response.writeHead(304).end();
  else response.end(body);
  return true;
};

/** Says what the answer is to be known by, and whether the browser has it already. */
function isUnchanged(
  policy: string | null,
  body: string,
  response: ServerResponse,
  headers: IncomingHttpHeaders,
): boolean {
  if (policy === 'one date for all') {
    response.setHeader('last-modified', LONG_AGO);
    return headers['if-modified-since'] !== undefined;
  }
  const tag = policy === 'ETag' ? `"${body}"` : policy === 'one ETag for all' ? '"version-1"' : null;
  if (tag) response.setHeader('etag', tag);
  return tag !== null && headers['if-none-match'] === tag;
}

function subjectOf(authorization: string | undefined): string {
  const claims = authorization?.split('.')[1];
  if (!claims) return NOBODY;
  return String(JSON.parse(Buffer.from(claims, 'base64url').toString()).sub);
}
