import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import { isLoopback } from '../../core/profile/api-host';
import { parseJson, readText, send } from '../user-pools-api/http';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * How the library reaches an endpoint.
 * @param endpoint plain http is allowed only if it is on this machine
 */
export function transportTo(endpoint: string, fetch: typeof globalThis.fetch) {
  const { protocol, hostname } = new URL(endpoint);
  return {
    [customFetch]: (url: string, { method, headers, body }: RequestParts) =>
      send(fetch, url, { method, headers, body }),
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
  const response = await send(fetch, url);
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
  const json = parseJson(await readText(response));
  if (!isRecord(json)) throw new AuthError('notCognito');
  return json;
}
