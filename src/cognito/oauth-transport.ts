import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { isLoopback } from '../core/api-host';
import { AuthError } from '../core/auth-error';
import { isRecord } from '../core/guards';
import { readText, TIMEOUT_MS, transportError } from './answer-text';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * How the library reaches an endpoint. No redirect is followed, since the request holds a code, a token or a secret.
 * Source: RFC 9700 section 4.12; Fetch standard.
 * @param endpoint plain http is allowed only if it is on this machine
 */
export function transportTo(endpoint: string, fetch: typeof globalThis.fetch) {
  const { protocol, hostname } = new URL(endpoint);
  return {
    [customFetch]: (url: string, { method, headers, body }: RequestParts) =>
      send(url, { method, headers, body }, fetch),
    [allowInsecureRequests]: protocol === 'http:' && isLoopback(hostname),
  };
}

interface RequestParts {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: URLSearchParams;
}

/** Gets a public document. @returns null where there is none at this address */
export async function getJson(url: string, fetch: typeof globalThis.fetch): Promise<JsonObject | null> {
  const response = await send(url, {}, fetch);
  if (response.status >= 500) throw new AuthError('serviceFailed');
  return response.ok ? readJson(response) : null;
}

/**
 * The JSON object of an answer.
 * @throws AuthError `notCognito` for anything else: a captive portal or a proxy may answer in place of the pool, and
 * whatever it says must not end a session
 */
export async function readJson(response: Response): Promise<JsonObject> {
  const isJson = /^application\/json\b/i.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw new AuthError(response.status >= 500 ? 'serviceFailed' : 'notCognito');
  const json = jsonOf(await readText(response));
  if (!isRecord(json)) throw new AuthError('notCognito');
  return json;
}

async function send(url: string, init: RequestInit, fetch: typeof globalThis.fetch): Promise<Response> {
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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AuthError('notCognito', '', error);
  }
}
