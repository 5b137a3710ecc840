import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { TlsCertificate } from './shared-keys';

/** One request as it arrived. */
export interface RecordedRequest {
  /** When it arrived, epoch ms. */
  readonly atMs: number;
  readonly scheme: 'http' | 'https';
  /** The Host header: name, and port unless it is the scheme's own. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly cacheControl: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Answers a request in the sites' place; false leaves it to them. */
export type Responder = (
  request: RecordedRequest,
  response: ServerResponse,
  headers: IncomingHttpHeaders,
) => boolean;

// Without an icon of its own the browser would ask for one, some time later.
const EMPTY_PAGE = '<!doctype html><title>page</title><link rel="icon" href="data:,">';

// What arrives is to be told by the browser, not by Node's own limit of 16 kB.
const MAX_HEADER_BYTES = 1_048_576;

/** Servers that answer for every host name and keep what they were sent: the judges of what left the browser. */
export interface RecordingSites {
  readonly httpsPort: number;
  readonly httpPort: number;
  readonly requests: readonly RecordedRequest[];
  /** The requests to one host and path so far, in order. */
  to(host: string, path: string): readonly RecordedRequest[];
  /** Asks a responder first, from now on. */
  answerBy(responder: Responder): void;
  close(): Promise<void>;
}

/**
 * Starts them on free loopback ports. `/page` is an empty HTML page, `/redirect?to=URL` goes there, any other path
 * answers with the request itself as JSON, readable from every origin, as careless APIs allow; `/cacheable` for long.
 */
export async function startRecordingSites(tls: TlsCertificate): Promise<RecordingSites> {
  const requests: RecordedRequest[] = [];
  let responder: Responder = () => false;
  const answerAs = (scheme: 'http' | 'https') => (request: IncomingMessage, response: ServerResponse) => {
    const recorded = record(scheme, request);
    requests.push(recorded);
    if (!responder(recorded, response, request.headers)) answer(recorded, response);
  };
  const servers = [
    createHttpsServer({ ...tls, maxHeaderSize: MAX_HEADER_BYTES }, answerAs('https')),
    createHttpServer({ maxHeaderSize: MAX_HEADER_BYTES }, answerAs('http')),
  ];
  const [httpsPort = 0, httpPort = 0] = await Promise.all(servers.map(listen));
  return {
    httpsPort,
    httpPort,
    requests,
    to: (host, path) => requests.filter((request) => request.host === host && request.path === path),
    answerBy: (next) => {
      responder = next;
    },
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

function record(scheme: 'http' | 'https', request: IncomingMessage): RecordedRequest {
  const { method = '', url = '', headers } = request;
  return {
    atMs: Date.now(),
    scheme,
    method,
    host: headers.host ?? '',
    path: url,
    authorization: headers.authorization,
    cacheControl: headers['cache-control'],
    headers,
  };
}

function answer(request: RecordedRequest, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  response.setHeader('access-control-allow-methods', '*');
  if (request.path.startsWith('/redirect?to=')) {
    response.writeHead(302, { location: request.path.slice('/redirect?to='.length) }).end();
    return;
  }
  if (request.path.split('?')[0] === '/page') {
    response.setHeader('content-type', 'text/html');
    response.end(EMPTY_PAGE);
    return;
  }
  if (request.path === '/cacheable') response.setHeader('cache-control', 'private, max-age=600');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  server.closeAllConnections?.();
  await new Promise((resolve) => server.close(resolve));
}
