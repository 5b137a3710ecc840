import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { mePage, userPicture } from './api-pages';
import { startLocalServer } from './local-server';
import type { TokenCheck, Verdict } from './token-check';

/** A request as it arrived at the API, and what became of it. */
export interface ApiArrival {
  readonly method: string;
  readonly path: string;
  /** What the browser wants the answer for (Sec-Fetch-Dest): `document`, `iframe`, `image`; `empty` for a fetch. */
  readonly destination: string;
  readonly authorization: string | undefined;
  readonly status: number;
  /** Whose token it was, if it was valid. */
  readonly username: string | null;
}

/** A running API that wants an id token, and its record of what was sent to it. */
export interface DemoApi {
  /** `http://api.localhost:PORT` */
  readonly origin: string;
  readonly arrivals: readonly ApiArrival[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Starts the API: `GET /me` and `GET /picture`, both for bearers of a valid id token only. Every origin may read the
 * answers, as careless APIs allow, so that it is not CORS which keeps a foreign page from getting anything.
 * @param log takes a line for each request; no token is in it
 */
export async function startDemoApi(check: TokenCheck, log: (line: string) => void): Promise<DemoApi> {
  const arrivals: ApiArrival[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '/', headers } = request;
    const { authorization } = headers;
    const verdict = await check(authorization);
    const answer = answerTo(request, verdict);
    arrivals.push({
      method,
      path: url,
      destination: String(headers['sec-fetch-dest'] ?? ''),
      authorization,
      status: answer.status,
      username: verdict.ok ? verdict.username : null,
    });
    log(`API: ${method} ${url} from ${callerOf(headers)}: ${answer.status}, ${whoIs(verdict)}`);
    send(response, answer, headers);
  };
  const server = await startLocalServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  return { origin: `http://api.localhost:${server.port}`, arrivals, close: server.close };
}

function answerTo({ method, url, headers }: IncomingMessage, verdict: Verdict): Answer {
  if (method === 'OPTIONS') return { status: 204, type: '', body: '' };
  const path = url?.split('?')[0];
  if (method !== 'GET' || (path !== '/me' && path !== '/picture'))
    return json(404, { error: 'No such page' });
  const status = verdict.ok ? 200 : 401;
  if (path === '/me' && headers.accept?.includes('text/html')) {
    return { status, type: HTML, body: mePage(verdict, Date.now()) };
  }
  if (!verdict.ok) return json(status, { error: verdict.reason });
  if (path === '/picture') return { status, type: 'image/svg+xml', body: userPicture(verdict.username) };
  return json(status, { hello: verdict.username, claims: verdict.claims });
}

function json(status: number, value: object): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value) };
}

function send(response: ServerResponse, { status, type, body }: Answer, headers: IncomingHttpHeaders): void {
  response.writeHead(status, {
    ...(type && { 'content-type': type }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
  });
  response.end(body);
}

function callerOf(headers: IncomingHttpHeaders): string {
  const page = headers.origin ?? (headers.referer ? new URL(headers.referer).origin : 'a page');
  switch (headers['sec-fetch-dest']) {
    case 'document':
      return 'the address bar or a link';
    case 'iframe':
      return `a frame in ${page}`;
    case 'image':
      return `an image in ${page}`;
    default:
      return page;
  }
}

function whoIs(verdict: Verdict): string {
  if (verdict.ok) return `token of ${verdict.username}`;
  return verdict.hasToken ? 'token refused' : 'no token';
}
