import { AuthError } from '../../core/auth-error';

// Chromium ends a worker whose fetch is not answered within 30 s, so give up well before.
const TIMEOUT_MS = 15_000;
// Two JWTs and a refresh token need some 20 kB at most, a key set 1 kB.
const MAX_ANSWER_BYTES = 65_536;

/**
 * Sends a request to the pool or to its hosted UI. No redirect is followed: the request may hold a secret, and whoever
 * could lead away the one for the pool's keys could make tokens. Nothing of it is cached, nor says where it comes from.
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

/** What JSON text says. @throws AuthError `notCognito` for any other text */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AuthError('notCognito', '', error);
  }
}

/** The body of an answer. @throws AuthError `notCognito` if it is too long, or that of a connection that broke */
export async function readText(response: Response): Promise<string> {
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

/** What a failed `fetch` means. */
function transportError(error: unknown): AuthError {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  return new AuthError(isTimeout ? 'timedOut' : 'unreachable', '', error);
}

/** The clock of whoever answered, epoch ms; null if the answer does not show it. */
export function serverTimeMsOf(response: Response): number | null {
  const timeMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(timeMs) ? null : timeMs;
}
