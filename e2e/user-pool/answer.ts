import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ApiAnswer } from './api-call';

/** A whole HTTP answer, ready to send. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** A page or a redirect for the address bar: scripts of other origins cannot read it. */
  readonly forNavigation?: boolean;
}

/** An answer of the AWS JSON 1.1 protocol: errors carry their name in the body and in a header. */
export function jsonAnswer({ status, body, errorType }: ApiAnswer): Answer {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    ...(errorType && {
      'x-amzn-errortype': `${errorType}:`,
      'x-amzn-errormessage': headerText(body.message),
    }),
  };
  return { status, headers, body: JSON.stringify(body) };
}

// Apps call the API and the OAuth endpoints from pages of their own.
const FOR_SCRIPTS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** Sends an answer with the headers that all answers of Cognito have; `Date` is that of the pool's clock. */
export function send(response: ServerResponse, answer: Answer, nowMs: number): void {
  response.sendDate = false;
  response.writeHead(answer.status, {
    date: new Date(nowMs).toUTCString(),
    'x-amzn-requestid': randomUUID(),
    ...(!answer.forNavigation && FOR_SCRIPTS),
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
  response.end(answer.body);
}

// A message may repeat what the caller sent, and node refuses to send such text in a header unless it is plain.
function headerText(text: unknown): string {
  return String(text).replace(/[^\x20-\x7e]/g, '?');
}
