import { describe, expect, test } from 'vitest';
import { isOneOf, isRecord, isStringRecord } from './guards';

describe('guards of values from outside', () => {
  test.each([
    [{}, true, true],
    [{ a: 'b' }, true, true],
    [Object.create(null), true, true],
    [{ a: 1 }, true, false],
    [{ a: undefined }, true, false],
    [{ a: { b: 'c' } }, true, false],
    [[], false, false],
    [['a'], false, false],
    [null, false, false],
    [undefined, false, false],
    ['a', false, false],
    [() => 'a', false, false],
  ])('%o: a record %s, of strings %s', (value, record, ofStrings) => {
    expect([isRecord(value), isStringRecord(value)]).toEqual([record, ofStrings]);
  });

  test('isOneOf compares without converting', () => {
    expect(isOneOf(['id', '1'], 'id')).toBe(true);
    expect([1, ['id'], 'ID', null, undefined].filter((value) => isOneOf(['id', '1'], value))).toEqual([]);
  });
});
