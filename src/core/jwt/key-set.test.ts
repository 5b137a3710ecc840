import { describe, expect, test } from 'vitest';
import { keyOf, parseKeySet, parseKeys } from './key-set';

/** A modulus of this many bits. */
function modulus(bits: number): string {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  bytes[0] = 0xff >> (bytes.length * 8 - bits);
  return bytes.toString('base64url');
}

const KEY = { kty: 'RSA', kid: 'k1', n: modulus(2048), e: 'AQAB' };

describe('J3: of a key set', () => {
  test.each([
    ['an elliptic curve key', { kty: 'EC' }],
    ['a symmetric key', { kty: 'oct' }],
    ['a key to encrypt with', { use: 'enc' }],
    ['a key of another algorithm', { alg: 'RS512' }],
    ['a key without an id', { kid: undefined }],
    ['a key whose id is a number', { kid: 1 }],
    ['a key without a modulus', { n: undefined }],
    ['a key without an exponent', { e: undefined }],
    ['a key of 2047 bits', { n: modulus(2047) }],
    ['a key of 1024 bits', { n: modulus(1024) }],
    [
      'a short key behind zeros',
      { n: Buffer.alloc(300, modulus(1024), 'base64url').fill(0, 0, 200).toString('base64url') },
    ],
    ['a modulus that is no base64url', { n: '='.repeat(400) }],
  ])('%s is left out', (_, change) => {
    expect(
      parseKeys({
        keys: [
          { ...KEY, ...change },
          { ...KEY, kid: 'k2' },
        ],
      }),
    ).toEqual([{ ...KEY, kid: 'k2' }]);
  });

  test.each([
    ['a plain key', {}],
    ['a key to verify with', { use: 'sig', alg: 'RS256' }],
    ['a key of 4096 bits', { n: modulus(4096) }],
  ])('%s is taken, without what we do not use', (_, change) => {
    const { n } = { ...KEY, ...change };
    expect(parseKeys({ keys: [{ ...KEY, ...change, x5c: [] }] })).toEqual([{ ...KEY, n }]);
  });

  test.each([[null], ['keys'], [[]], [{}], [{ keys: {} }]])('%j is none', (document) => {
    expect(parseKeys(document)).toBeNull();
  });
});

test('a key set comes back from storage as it was, and nothing else does', () => {
  const keySet = { keys: [KEY], fetchedAtMs: 7, isRepeated: false };
  expect(parseKeySet(JSON.parse(JSON.stringify(keySet)))).toEqual(keySet);
  for (const other of [null, {}, { keys: [KEY] }, { fetchedAtMs: 7 }, { keys: [KEY], fetchedAtMs: '7' }]) {
    expect(parseKeySet(other)).toBeNull();
  }
});

test('a key is found by its exact id', () => {
  const keySet = {
    keys: parseKeys({ keys: [KEY, { ...KEY, kid: 'k2' }] }) ?? [],
    fetchedAtMs: 7,
    isRepeated: false,
  };
  expect(keyOf(keySet, 'k2')).toEqual({ ...KEY, kid: 'k2' });
  expect(keyOf(keySet, 'K2')).toBeNull();
  expect(keyOf(keySet, '')).toBeNull();
});
