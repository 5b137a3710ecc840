import { describe, expect, test } from 'vitest';
import { functionSizes, lineCount, percentile } from './code-size';

describe('functionSizes', () => {
  const sizesOf = (text: string) =>
    functionSizes({ path: 'a.ts', text }).map(({ name, lines }) => `${name} ${lines}`);

  test.each([
    ['a declaration', '/** Said. */\nexport function a(\n  b: number,\n): void {}', ['a 3']],
    ['a method', 'class A {\n  #b(): void {\n  }\n  get c() { return 1; }\n}', ['#b 2', 'c 1']],
    ['an arrow with a name', 'const a = () =>\n  1;', ['a 2']],
    ['an arrow in an object', 'const a = {\n  b: async () => {\n  },\n};', ['b 2']],
    ['a method of an object', 'const a = {\n  b() {\n  },\n};', ['b 2']],
    ['an arrow in a class', 'class A {\n  readonly b = () => {\n  };\n}', ['b 2']],
    ['one inside another', 'function a() {\n  const b = () => 1;\n}', ['a 3', 'b 1']],
    ['nothing else', "test('a', () => {\n});\nconst b = [1];\nexport const c = 2;", []],
  ])('finds %s', (_, text, found) => {
    expect(sizesOf(text)).toEqual(found);
  });
});

test('lineCount counts what an editor counts', () => {
  expect(lineCount({ path: 'a.ts', text: 'a\nb\n' })).toBe(2);
  expect(lineCount({ path: 'a.ts', text: 'a\n\n' })).toBe(2);
});

test('percentile is a number that is there', () => {
  const numbers = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5];
  expect(percentile(numbers, 0.9)).toBe(9);
  expect(percentile(numbers, 1)).toBe(10);
  expect(percentile([], 0.9)).toBe(0);
});
