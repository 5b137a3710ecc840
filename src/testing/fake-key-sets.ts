import { createInMemoryLocks } from '../../e2e/support/in-memory-locks';
import { type KeySetPorts, KeySets } from '../cognito/tokens/key-sets';
import type { KeySet } from '../core/jwt/key-set';

/** Key sets that are really fetched, and kept in memory. */
export function createFakeKeySets(ports: Partial<KeySetPorts> = {}): KeySets {
  const stored = new Map<string, KeySet>();
  return new KeySets({
    fetch,
    now: Date.now,
    read: async (url) => stored.get(url) ?? null,
    write: async (url, keySet) => {
      stored.set(url, keySet);
    },
    withLock: createInMemoryLocks(),
    ...ports,
  });
}
