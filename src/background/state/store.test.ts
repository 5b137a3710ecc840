import { beforeEach, describe, expect, test } from 'vitest';
import { readText } from '../../core/readers';
import { type StorageArea, StoredKey } from '../../core/storage/stored-key';
import { FakeStorage } from '../../testing/fake-ports';
import { Store } from './store';

function keyOf(
  key: string,
  area: StorageArea = 'session',
  former: readonly string[] = [],
): StoredKey<string> {
  return new StoredKey<string>({
    ...{ area, key, version: 2, initial: '' },
    parse: (value, setAside) => {
      if (!Array.isArray(value)) return readText(value) ?? null;
      setAside(value[1]);
      return readText(value[0]) ?? null;
    },
    formerKeys: {
      keys: [...former, 'shared'],
      replaced: former,
      envelopeOf: (stored) => former.map((name) => stored[name]).find((value) => value !== undefined),
    },
  });
}

const A = keyOf('a');
const B = keyOf('b');
const DISK = keyOf('disk', 'local');
let storage: FakeStorage;
let store: Store;

beforeEach(() => {
  storage = new FakeStorage();
  store = new Store({ storage });
});

describe('the store', () => {
  test('gives what was written, by whichever worker', async () => {
    await store.write(A, 'hello');
    expect(await store.read(A)).toBe('hello');
    expect(await new Store({ storage }).read(A)).toBe('hello');
    await store.remove(A);
    expect(await store.read(A)).toBe('');
  });

  test('reads and writes many by one call for each area', async () => {
    await store.readAll([A, B, DISK]);
    expect(storage.reads).toBe(2);
    await store.writeAll([A.entry('1'), B.entry('2'), DISK.entry('3')]);
    expect([storage.reads, storage.writes]).toEqual([2, 2]);
    const values = await store.readAll([A, B, DISK]);
    expect([A, B, DISK].map((key) => values.of(key))).toEqual(['1', '2', '3']);
    expect(storage.reads).toBe(4);
  });

  test('gives nothing of a key that was not read', async () => {
    const values = await store.readAll([A]);
    expect(() => values.of(B)).toThrow(TypeError);
  });

  test('stores nothing where there is nothing to store', async () => {
    await store.write(A, 'hello');
    await store.write(A, '');
    expect(storage.text).toBe('[]');
  });
});

describe('what cannot be read', () => {
  const newer = { version: 3, value: { later: true } };

  test('is set aside before it is given, and outlives the next write', async () => {
    await storage.set('local', { disk: newer });
    expect(await store.read(DISK)).toBe('');
    await store.write(DISK, 'hello');
    expect(await store.setAside()).toEqual([{ area: 'local', key: 'disk', ...newer }]);
    expect(await store.read(DISK)).toBe('hello');
  });

  test('is set aside by a write that comes first', async () => {
    await storage.set('local', { disk: newer });
    await store.write(DISK, 'hello');
    expect(await store.setAside()).toEqual([{ area: 'local', key: 'disk', ...newer }]);
  });

  test('is set aside once, however often it is read', async () => {
    await storage.set('session', { a: newer, b: newer });
    await store.readAll([A, B]);
    const { writes } = storage;
    await new Store({ storage }).readAll([A, B]);
    expect(storage.writes).toBe(writes);
    expect(await store.setAside()).toEqual([
      { area: 'session', key: 'a', ...newer },
      { area: 'session', key: 'b', ...newer },
    ]);
  });

  test('is set aside once by all who read at once', async () => {
    await storage.set('session', { a: newer });
    await Promise.all([1, 2, 3].map(() => store.read(A)));
    expect(await store.setAside()).toEqual([{ area: 'session', key: 'a', ...newer }]);
  });

  test('is set aside alone where the rest can be read', async () => {
    await storage.set('session', { a: { version: 2, value: ['hello', { odd: 1 }] } });
    expect(await store.read(A)).toBe('hello');
    await store.write(A, 'you');
    await storage.set('session', { a: { version: 2, value: ['hello', { odd: 2 }] } });
    expect(await store.read(A)).toBe('hello');
    expect((await store.setAside()).map(({ value }) => value)).toEqual([{ odd: 1 }, { odd: 2 }]);
  });
});

describe('a value that lay under other keys', () => {
  const MOVED = keyOf('moved', 'session', ['old', 'older']);
  const old = { version: 2, value: 'hello' };

  test('is taken over, and what nobody else reads goes', async () => {
    await storage.set('session', { old });
    expect(await store.read(MOVED)).toBe('hello');
    expect(await storage.get('session', ['moved', 'old'])).toEqual({ moved: old });
    expect(storage.reads).toBe(2);
  });

  test('is taken over by all who read at once, and never over a newer one', async () => {
    await storage.set('session', { older: old });
    expect(await Promise.all([store.read(MOVED), store.read(MOVED)])).toEqual(['hello', 'hello']);
    await store.write(MOVED, 'you');
    await storage.set('session', { old });
    expect(await new Store({ storage }).read(MOVED)).toBe('you');
  });
});
