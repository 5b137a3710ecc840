import { expect, test } from 'vitest';
import { isSame } from './is-same';

test.each([
  [1, 1],
  [null, null],
  [
    [1, { a: 2 }],
    [1, { a: 2 }],
  ],
  [
    { version: 1, value: { a: [], b: 2 } },
    { value: { b: 2, a: [] }, version: 1 },
  ],
  [{ a: 1, b: undefined }, { a: 1 }],
])('%j is the same as %j', (one, other) => {
  expect([isSame(one, other), isSame(other, one)]).toEqual([true, true]);
});

test.each([
  [1, '1'],
  [null, {}],
  [[], {}],
  [[1], [1, 2]],
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: 1, b: null }],
  [{ a: { b: [1] } }, { a: { b: [2] } }],
])('%j is not the same as %j', (one, other) => {
  expect([isSame(one, other), isSame(other, one)]).toEqual([false, false]);
});
