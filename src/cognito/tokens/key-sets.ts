import { AuthError } from '../../core/auth-error';
import { type KeySet, keyOf, parseKeys, type SigningKey } from '../../core/jwt/key-set';
import { parseJson, readText, send } from '../user-pools-api/http';

/** Where key sets come from and where they are kept. */
export interface KeySetPorts {
  readonly fetch: typeof globalThis.fetch;
  /** Epoch ms of the local clock. */
  readonly now: () => number;
  readonly read: (url: string) => Promise<KeySet | null>;
  readonly write: (url: string, keySet: KeySet) => Promise<void>;
  /** Runs a task alone among all that use the same name. */
  readonly withLock: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

/** The public keys of user pools. */
export interface KeySets {
  /**
   * The key of this id, or null if the pool has none.
   * @param url of the pool's key set
   * @throws AuthError `unreachable`, `timedOut`, `serviceFailed` or `notCognito` if the key set cannot be had
   */
  keyFor(url: string, kid: string): Promise<SigningKey | null>;
}

// Pools change their keys rarely. Tokens that name keys of nobody must not make us ask again and again.
const REFETCH_INTERVAL_MS = 5 * 60_000;

/** Key sets that are fetched when a key is unknown, though at most once in five minutes a pool. */
export function createKeySets({ fetch, now, read, write, withLock }: KeySetPorts): KeySets {
  const isRecent = ({ fetchedAtMs }: KeySet): boolean => Math.abs(now() - fetchedAtMs) < REFETCH_INTERVAL_MS;
  const refetch = async (url: string): Promise<KeySet> => {
    const keySet = { keys: await fetchKeys(url, fetch), fetchedAtMs: now() };
    await write(url, keySet);
    return keySet;
  };
  return {
    keyFor: (url, kid) =>
      withLock(url, async () => {
        const known = await read(url);
        const key = known && keyOf(known, kid);
        if (key || (known && isRecent(known))) return key;
        return keyOf(await refetch(url), kid);
      }),
  };
}

async function fetchKeys(url: string, fetch: typeof globalThis.fetch): Promise<readonly SigningKey[]> {
  const response = await send(fetch, url);
  if (response.status >= 500) throw new AuthError('serviceFailed');
  const isJson = /^application\/(jwk-set\+)?json\b/.test(response.headers.get('content-type') ?? '');
  if (!response.ok || !isJson) throw new AuthError('notCognito');
  const keys = parseKeys(parseJson(await readText(response)));
  if (!keys) throw new AuthError('notCognito');
  return keys;
}
