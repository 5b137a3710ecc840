import { describe, expect, test } from 'vitest';
import { heldUrlOf } from './held-url';
import { isStuck, oneMore, parseReturns, type Returns } from './return-count';

const PAGE = 'chrome-extension://id/src/signing-in/signing-in.html';

describe('the held URL', () => {
  test.each([
    'https://api.example.com/',
    'https://api.example.com/v1?a=1&to=x&b=%20#part',
    'https://api.example.com/docs?to=https://elsewhere.example/#/users',
  ])('%s comes back as it was', (url) => {
    expect(heldUrlOf(`${PAGE}?to=${url}`)).toBe(url);
  });

  test('is null where nothing was asked for', () => expect(heldUrlOf(PAGE)).toBeNull());
});

describe('coming back again and again', () => {
  const url = 'https://api.example.com/';
  const times = (count: number, stepMs: number) =>
    Array.from({ length: count }).reduce<Returns | null>(
      (before, _, index) => oneMore(before, url, index * stepMs),
      null,
    );

  test('is stuck at the fourth time in a short while', () => {
    expect(isStuck(times(3, 100) as Returns)).toBe(false);
    expect(isStuck(times(4, 100) as Returns)).toBe(true);
  });

  test('is not stuck where the user takes time, or goes elsewhere', () => {
    expect(isStuck(times(10, 20_000) as Returns)).toBe(false);
    expect(oneMore(times(3, 100), 'https://api.example.com/other', 300).count).toBe(1);
  });

  test.each([null, '', '{', '{"url":1}', 'null'])('%j was kept by somebody else', (json) => {
    expect(parseReturns(json)).toBeNull();
  });
});
