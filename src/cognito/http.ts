import { AuthError } from '../core/auth-error';
import { isRecord } from '../core/guards';

export type JsonObject = Readonly<Record<string, unknown>>;

// Chromium ends a worker whose fetch is not answered within 30 s, so give up well before.
const TIMEOUT_MS = 15_000;
// Two JWTs with many groups and attributes need some 300 kB, a key set 1 kB.
const MAX_ANSWER_BYTES = 1_048_576;
// Of the user pools API (AWS JSON 1.0 and 1.1), of the hosted UI, and of key sets (RFC 7517 section 8.5.2).
const JSON_TYPE = /^application\/(x-amz-json-1\.[01]|(jwk-set\+)?json)\b/i;

/**
 * Sends a request to the pool or to its hosted UI. No redirect is followed: the request may hold a secret, and whoever
 * could redirect the one for the pool's keys could forge tokens. Nothing is cached, and no referrer is sent.
 * Source: RFC 9700 section 4.12; Fetch standard.
 * @throws AuthError `unreachable` or `timedOut`
 */
export async function send(
  fetch: typeof globalThis.fetch,
  url: string,
  init: Pick<RequestInit, 'method' | 'headers' | 'body'> = {},
): Promise<Response> {
  try {
    return await fetch(url, {
      ...init,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
  } catch (error) {
    throw transportError(error);
  }
}

/** Gets a public document. @returns null where there is none at this address */
export async function getJson(fetch: typeof globalThis.fetch, url: string): Promise<JsonObject | null> {
  const response = await send(fetch, url);
  if (response.status >= 500) throw new AuthError('serviceFailed');
  return response.ok ? readJson(response) : null;
}

/**
 * The JSON object of an answer.
 * @param ofNothing what an empty answer means; null where it must not be empty
 * @throws AuthError `notCognito` for anything else: a captive portal or a proxy may answer in place of the pool, and
 * whatever it says must not end a session
 */
export async function readJson(response: Response, ofNothing: JsonObject | null = null): Promise<JsonObject> {
  const isJson = JSON_TYPE.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw new AuthError(response.status >= 500 ? 'serviceFailed' : 'notCognito');
  const text = await readText(response);
  if (text === '' && ofNothing) return ofNothing;
  const json = parseJson(text);
  if (!isRecord(json)) throw new AuthError('notCognito');
  return json;
}

/** The clock of whoever answered, epoch ms; null if the answer does not show it. */
export function serverTimeMsOf(response: Response): number | null {
  const timeMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(timeMs) ? null : timeMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AuthError('notCognito', '', error);
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let size = 0;
  try {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      size += chunk.value.length;
      if (size > MAX_ANSWER_BYTES) throw new AuthError('notCognito');
      text += decoder.decode(chunk.value, { stream: true });
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    throw error instanceof AuthError ? error : transportError(error);
  }
  return text + decoder.decode();
}

function transportError(error: unknown): AuthError {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  return new AuthError(isTimeout ? 'timedOut' : 'unreachable', '', error);
}
