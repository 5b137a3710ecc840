import { expect, test } from 'vitest';
import { keySetKey } from './key-sets';

test('the key set of a pool lies in memory, apart from those of other pools, and comes back as it was', () => {
  const key = keySetKey('https://a.example/jwks.json');
  expect(key.area).toBe('session');
  expect(key.key).not.toBe(keySetKey('https://b.example/jwks.json').key);
  const keySet = { keys: [], fetchedAtMs: 7, isRepeated: false };
  expect(key.read(key.entry(keySet).envelope)).toEqual({ value: keySet, setAside: [] });
  expect(key.read({ version: 1, value: { keys: 'x' } }).value).toBeNull();
});
