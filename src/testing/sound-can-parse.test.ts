import { expect, test } from 'vitest';

// More than V8 needs to take its fast path, which is the one that is wrong.
const OFTEN = 200_000;

const canParse = (text: string) => URL.canParse(text);

test('a name that is not ASCII is one, however often it is asked', () => {
  const refused = Array.from({ length: OFTEN }, () => canParse('https://bücher.example/')).indexOf(false);
  expect(refused).toBe(-1);
});

test('what is no URL is none', () => {
  expect(canParse('https://')).toBe(false);
});
