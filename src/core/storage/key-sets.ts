import { type KeySet, parseKeySet } from '../jwt/key-set';
import { StoredKey } from './stored-key';

/** The public keys of the user pool whose key set is at this URL; null before they were fetched. */
export function keySetKey(url: string): StoredKey<KeySet | null> {
  return new StoredKey<KeySet | null>({
    area: 'session',
    key: `keySet:${url}`,
    version: 1,
    initial: null,
    parse: parseKeySet,
  });
}
