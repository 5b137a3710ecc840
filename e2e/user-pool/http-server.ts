import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Answer, jsonAnswer, send } from './answer';
import { callOperation, errorAnswer, operationName, parseBody } from './api-call';
import { recordableMembers } from './call-log';
import { CognitoError } from './cognito-error';
import { answerWithFault, CAPTIVE_PORTAL, ELSEWHERE_PATH } from './faulty-answers';
import { isManagedLoginPath } from './managed-login/endpoints';
import { recordPreflight, serveManagedLogin } from './managed-login/serve';
import type { PoolServerParts } from './pool-server-parts';
import type { PoolState } from './pool-state';
import { readBody } from './read-body';
import { wellKnownAnswer } from './well-known';

export interface PoolServer {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the server on a free port of the loopback interface, where no other machine reaches it. */
export async function startPoolServer(parts: PoolServerParts): Promise<PoolServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // Only a client that goes away while it sends its body ends here.
    handle(parts, request, response).catch(() => response.destroy());
  };
  const server = parts.tls ? createTlsServer(parts.tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `${parts.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return { endpoint, port, close: () => close(server) };
}

async function handle(
  parts: PoolServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'POST' && path === '/') return handleApiCall(parts, request, response);
  if (isManagedLoginPath(path)) {
    if (request.method !== 'OPTIONS') return serveManagedLogin(parts, request, response);
    recordPreflight(parts, request);
  }
  send(response, answerOtherRequest(parts.state, request, path), parts.state.nowMs());
}

async function handleApiCall(
  parts: PoolServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { state, faults, calls, clock } = parts;
  const operation = operationName(request.headers);
  const atMs = clock();
  const bodyText = await readBody(request);
  const call = { operation, atMs, ...recordableMembers(parseBody(bodyText ?? '') ?? {}) };
  const fault = faults.take(operation);
  const answer = answerWithFault(fault, () => answerApiCall(state, request, bodyText));
  if (!answer) {
    calls.push({ ...call, status: 0 });
    if (fault !== 'hang') request.socket.destroy();
    return;
  }
  const errorType = answer.headers['x-amzn-errortype']?.replace(':', '');
  calls.push({ ...call, status: answer.status, ...(errorType && { errorType }) });
  send(response, answer, state.nowMs());
}

function answerApiCall(state: PoolState, request: IncomingMessage, bodyText: string | undefined): Answer {
  if (bodyText === undefined) {
    return jsonAnswer(
      errorAnswer(new CognitoError('RequestEntityTooLargeException', 'The body is too large')),
    );
  }
  return jsonAnswer(callOperation(state, request.headers, bodyText));
}

function answerOtherRequest(state: PoolState, request: IncomingMessage, path: string): Answer {
  if (request.method === 'OPTIONS') return preflightAnswer(request);
  const endpoint = `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host}`;
  const document = request.method === 'GET' ? wellKnownAnswer(state, path, endpoint) : undefined;
  if (document) return document;
  if (path === ELSEWHERE_PATH) return CAPTIVE_PORTAL;
  const unknown = errorAnswer(new CognitoError('UnknownOperationException', `No such page: ${path}`));
  return jsonAnswer({ ...unknown, status: 404 });
}

function preflightAnswer(request: IncomingMessage): Answer {
  const headers = {
    'access-control-allow-methods': 'POST, GET, OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '172800',
  };
  return { status: 200, headers, body: '' };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Kept-alive and hanging connections would keep the server open.
    server.closeAllConnections();
  });
}
