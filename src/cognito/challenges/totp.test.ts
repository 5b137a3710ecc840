import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
// The oracle: what authenticator apps of the field are written with.
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { totpCode } from './totp';

const subtle = webcrypto.subtle as unknown as SubtleCrypto;
// RFC 6238, appendix B: the ASCII bytes of "12345678901234567890".
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// The appendix shows eight digits; six are their end (RFC 4226 section 5.3).
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238 at %i s', async (seconds, code) => {
  expect(await totpCode(subtle, RFC_SECRET, seconds * 1000)).toBe(code);
});

test('agrees with otpauth on any secret at any time', async () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 64 });
  const timeMs = fc.integer({ min: 0, max: 253_402_300_799_999 });
  await fc.assert(
    fc.asyncProperty(bytes, timeMs, async (secretBytes, timestamp) => {
      const secret = new Secret({ buffer: Uint8Array.from(secretBytes).buffer });
      const expected = new TOTP({ secret }).generate({ timestamp });
      expect(await totpCode(subtle, secret.base32, timestamp)).toBe(expected);
    }),
  );
});
