import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Answer, jsonAnswer, send } from './answer';
import { callOperation, errorAnswer, operationName, parseBody } from './api-call';
import { type RecordedCall, recordableMembers } from './call-log';
import { CognitoError } from './cognito-error';
import type { FaultKind, FaultPlan } from './faults';
import { CAPTIVE_PORTAL, ELSEWHERE_PATH, FAULTY_ANSWERS } from './faulty-answers';
import type { PoolState } from './pool-state';
import { wellKnownAnswer } from './well-known';

const LONGEST_BODY_BYTES = 256 * 1024;

export interface PoolServerParts {
  readonly state: PoolState;
  readonly faults: FaultPlan;
  readonly calls: RecordedCall[];
  /** Epoch ms without skew, for the record of calls. */
  readonly clock: () => number;
  readonly tls: { key: string; cert: string } | undefined;
}

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
  const answer = answerApiCall(state, request, bodyText, fault);
  if (!answer) {
    calls.push({ ...call, status: 0 });
    if (fault !== 'hang') request.socket.destroy();
    return;
  }
  const errorType = answer.headers['x-amzn-errortype']?.replace(':', '');
  calls.push({ ...call, status: answer.status, ...(errorType && { errorType }) });
  send(response, answer, state.nowMs());
}

/** Gives undefined where the caller is to get no answer. */
function answerApiCall(
  state: PoolState,
  request: IncomingMessage,
  bodyText: string | undefined,
  fault: FaultKind | undefined,
): Answer | undefined {
  if (fault === 'hang' || fault === 'drop') return undefined;
  if (fault && fault !== 'loseAnswer') return FAULTY_ANSWERS[fault]();
  if (bodyText === undefined) {
    return jsonAnswer(
      errorAnswer(new CognitoError('RequestEntityTooLargeException', 'The body is too large')),
    );
  }
  const answer = jsonAnswer(callOperation(state, request.headers, bodyText));
  return fault === 'loseAnswer' ? undefined : answer;
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

/** Gives undefined for a body that is too long, which is read to its end so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LONGEST_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= LONGEST_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Kept-alive and hanging connections would keep the server open.
    server.closeAllConnections();
  });
}
