import { webcrypto } from 'node:crypto';
// The oracle: the library that AWS shipped for this protocol.
import OracleHelper from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
import OracleInteger from 'amazon-cognito-identity-js/lib/BigInteger.js';
import { describe, expect, test } from 'vitest';
import { toBigInt } from '../bytes';
import { mod, modPow } from './modular';
import { createSrpKeys, passwordAuthenticationKey, type SrpProofInput, srpKeysFrom } from './srp';

const crypto = webcrypto as unknown as Crypto;
const VECTORS = 100;

function oracleKey(input: Omit<SrpProofInput, 'secretBlock' | 'timestamp'>): Promise<Uint8Array> {
  const helper = new OracleHelper(input.poolName);
  helper.smallAValue = new OracleInteger(input.keys.secret.toString(16), 16);
  helper.largeAValue = new OracleInteger(input.keys.publicValue.toString(16), 16);
  return new Promise((resolve, reject) => {
    helper.getPasswordAuthenticationKey(
      input.userId,
      input.password,
      new OracleInteger(input.serverPublicValue, 16),
      new OracleInteger(input.salt, 16),
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

// Lengths vary, so that numbers with leading zeros and with a set top bit are among them.
function randomHex(maxBytes: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(maxBytes));
  const shortened = bytes.subarray(0, 1 + ((bytes[0] ?? 0) % maxBytes));
  // Zero is no value that a pool may send; another test is about it.
  return (toBigInt(shortened) || 1n).toString(16);
}

function randomInput(): Omit<SrpProofInput, 'secretBlock' | 'timestamp'> {
  return {
    poolName: `Pool${randomHex(6)}`,
    userId: `üser-${randomHex(8)}`,
    password: `pässwörd ${randomHex(12)}`,
    keys: srpKeysFrom(BigInt(`0x${randomHex(128)}`)),
    serverPublicValue: randomHex(384),
    salt: randomHex(16),
  };
}

describe('SRP', () => {
  test(`agrees with amazon-cognito-identity-js on ${VECTORS} random exchanges`, async () => {
    for (let index = 0; index < VECTORS; index++) {
      const input = randomInput();
      const expected = await oracleKey(input);
      expect(Buffer.from(await passwordAuthenticationKey(crypto, input)).toString('hex')).toBe(
        Buffer.from(expected).toString('hex'),
      );
    }
  });

  test('computes the public value that amazon-cognito-identity-js computes', async () => {
    const { secret, publicValue } = createSrpKeys(crypto);
    const helper = new OracleHelper('Pool');
    const expected = await new Promise<string>((resolve, reject) => {
      helper.calculateA(new OracleInteger(secret.toString(16), 16), (error, value) =>
        error ? reject(error) : resolve(value.toString(16)),
      );
    });
    expect(publicValue.toString(16)).toBe(expected);
  });

  test('generates 256 bits for the secret', () => {
    const lengths = Array.from({ length: 20 }, () => createSrpKeys(crypto).secret.toString(2).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(256);
    expect(Math.max(...lengths)).toBeGreaterThan(240);
  });

  test('refuses a server value that would fix the key', async () => {
    const input = { ...randomInput(), serverPublicValue: '0' };
    await expect(passwordAuthenticationKey(crypto, input)).rejects.toThrow(RangeError);
  });
});

describe('modPow', () => {
  test('agrees with plain square-and-multiply', () => {
    for (let index = 0; index < 200; index++) {
      const [base, exponent, modulus] = [randomHex(20), randomHex(8), randomHex(20)].map((hex) =>
        BigInt(`0x${hex}`),
      ) as [bigint, bigint, bigint];
      const odd = modulus | 1n | (1n << 9n);
      expect(modPow(mod(base, odd), exponent, odd)).toBe(slowPow(base, exponent, odd));
    }
  });

  test.each([
    [5n, 0n, 7n, 1n],
    [0n, 5n, 7n, 0n],
    [2n, 16n, 65_537n, 65_536n],
  ])('%s ** %s mod %s is %s', (base, exponent, modulus, expected) => {
    expect(modPow(base, exponent, modulus)).toBe(expected);
  });

  function slowPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
    let result = 1n;
    for (const bit of exponent.toString(2)) {
      result = (result * result) % modulus;
      if (bit === '1') result = (result * base) % modulus;
    }
    return result;
  }
});
