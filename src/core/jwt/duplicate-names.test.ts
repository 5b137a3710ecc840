import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasDuplicateNames } from './duplicate-names';

describe('hasDuplicateNames finds', () => {
  test.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"b":2,"a":3}'],
    ['{"a" : 1, "a"\n:2}'],
    ['{"aud":1,"\\u0061ud":2}'],
    ['{"\\"":1,"\\u0022":2}'],
    ['{"a":{"b":1,"b":2}}'],
    ['{"a":[{"b":1},{"c":1,"c":2}]}'],
    ['{"a":{"x":1},"b":{"x":1},"a":2}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"":1,"":2}'],
  ])('the second name in %s', (json) => {
    expect(JSON.parse(json)).toBeTypeOf('object');
    expect(hasDuplicateNames(json)).toBe(true);
  });
});

describe('hasDuplicateNames is content with', () => {
  test.each([
    ['{}'],
    ['[]'],
    ['"a"'],
    ['{"a":"a","b":"a"}'],
    ['{"a":["a","a"]}'],
    ['{"a":{"a":1}}'],
    ['{"a":{"x":1},"b":{"x":1}}'],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}'],
    ['{"a":"}","b":"{"}'],
    ['{"a":"\\\\","b":1}'],
    ['{"a":1,"A":2,"á":3}'],
  ])('%s', (json) => {
    expect(JSON.parse(json)).toBeDefined();
    expect(hasDuplicateNames(json)).toBe(false);
  });

  test('whatever JSON.stringify writes, and with nothing that says one of its names again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { minKeys: 1 }), (object) => {
        const json = JSON.stringify(object);
        expect(hasDuplicateNames(json)).toBe(false);
        const [name = ''] = Object.keys(object);
        expect(hasDuplicateNames(`${json.slice(0, -1)},${JSON.stringify(name)}:0}`)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
