import { describe, expect, test } from 'vitest';
import { readText } from '../readers';
import { StoredKey } from './stored-key';

const KEY = new StoredKey<string>({
  area: 'session',
  key: 'greeting',
  version: 3,
  initial: 'none',
  parse: (value) => readText(value) ?? null,
  migrations: {
    1: (value, setAside) => {
      if (!Array.isArray(value)) return null;
      setAside(value[1]);
      return { text: value[0] };
    },
    2: (value) => (value as { text?: unknown }).text,
  },
});

describe('a stored value', () => {
  test('is the initial one where there is none', () => {
    expect(KEY.read(undefined)).toEqual({ value: 'none', setAside: [] });
  });

  test('is read as this version wrote it', () => {
    expect(KEY.entry('hello').envelope).toEqual({ version: 3, value: 'hello' });
    expect(KEY.read({ version: 3, value: 'hello' })).toEqual({ value: 'hello', setAside: [] });
  });

  test('of an earlier version takes every step from there', () => {
    expect(KEY.read({ version: 2, value: { text: 'hello' } })).toEqual({ value: 'hello', setAside: [] });
  });

  test('leaves what a step cannot take, with the version that it is of', () => {
    expect(KEY.read({ version: 1, value: ['hello', 'you'] })).toEqual({
      value: 'hello',
      setAside: [{ version: 1, value: 'you' }],
    });
  });

  test.each([
    ['a later version', { version: 4, value: 'hello' }],
    ['a value that is none', { version: 3, value: 7 }],
    ['one that no step can take', { version: 1, value: 'hello' }],
    ['one whose steps end in none', { version: 2, value: {} }],
  ])('is set aside whole where it is %s', (_, envelope) => {
    expect(KEY.read(envelope)).toEqual({ value: 'none', setAside: [envelope] });
  });

  test.each([null, 'hello', 7, [], {}, { value: 'hello' }, { version: '3', value: 'hello' }, { version: 0 }])(
    'that says no version is set aside: %j',
    (stored) => {
      expect(KEY.read(stored)).toEqual({ value: 'none', setAside: [{ version: 0, value: stored }] });
    },
  );

  test('need not be written where it is the initial one', () => {
    expect(KEY.entry('none').isInitial).toBe(true);
    expect(KEY.entry('hello').isInitial).toBe(false);
  });
});
