import { AuthError } from '../../core/auth-error';
import { type KeySet, keyOf, parseKeys, type SigningKey } from '../../core/jwt/key-set';
import { getJson } from '../http';

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

// Pools change their keys rarely. Tokens that name unknown keys must not make us ask again and again.
const REFETCH_INTERVAL_MS = 5 * 60_000;

/** The public keys of user pools, fetched when a key is unknown, though at most twice in five minutes for each pool. */
export class KeySets {
  readonly #ports: KeySetPorts;

  constructor(ports: KeySetPorts) {
    this.#ports = ports;
  }

  /**
   * The key of this id, or null if the pool has none.
   * @param url of the pool's key set
   * @throws AuthError `unreachable`, `timedOut`, `serviceFailed` or `notCognito` if the key set cannot be had
   */
  keyFor(url: string, kid: string): Promise<SigningKey | null> {
    const { withLock, read, now } = this.#ports;
    return withLock(url, async () => {
      const known = await read(url);
      const key = known && keyOf(known, kid);
      const isRecent = known !== null && Math.abs(now() - known.fetchedAtMs) < REFETCH_INTERVAL_MS;
      // A pool may change its keys just after we have asked. Once more is enough: nobody can make us ask without end.
      if (key || (isRecent && known.isRepeated)) return key;
      return keyOf(await this.#fetch(url, isRecent), kid);
    });
  }

  async #fetch(url: string, isRepeated: boolean): Promise<KeySet> {
    const { fetch, now, write } = this.#ports;
    const keys = parseKeys(await getJson(fetch, url));
    if (!keys) throw new AuthError('notCognito');
    const keySet = { keys, fetchedAtMs: now(), isRepeated };
    await write(url, keySet);
    return keySet;
  }
}
