import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from '../answer';
import { answerWithFault } from '../faulty-answers';
import type { PoolServerParts } from '../pool-server-parts';
import { readBody } from '../read-body';
import { answerWebRequest } from './endpoints';
import { recordableParts } from './oauth-call-log';
import { parseWebRequest } from './web-request';

/** Serves one request to the pool's domain. A planned fault names it by its path, such as /oauth2/token. */
export async function serveManagedLogin(
  { state, faults, oauthCalls, clock }: PoolServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const atMs = clock();
  const asked = parseWebRequest(request, await readBody(request));
  const fault = faults.take(asked.path);
  const answer = answerWithFault(fault, () => answerWebRequest(state, asked));
  oauthCalls.push({ ...recordableParts(asked), atMs, status: answer?.status ?? 0 });
  if (answer) send(response, answer, state.nowMs());
  else if (fault !== 'hang') request.socket.destroy();
}

/** Records what a browser asks before a request that is not a simple one. It takes no fault. */
export function recordPreflight({ oauthCalls, clock }: PoolServerParts, request: IncomingMessage): void {
  oauthCalls.push({ ...recordableParts(parseWebRequest(request, '')), atMs: clock(), status: 200 });
}
