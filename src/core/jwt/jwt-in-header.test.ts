import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64url, EXPECTED, ID_CLAIMS, jwtOf, read } from '../../testing/unsigned-tokens';
import { readJwt } from './jwt';

describe('J9: fit for a header', () => {
  const good = jwtOf(ID_CLAIMS);

  test.each([
    ['a line feed after it', `${good}\n`],
    ['a carriage return and a header', `${good}\r\nx-evil: 1`],
    ['a space before it', ` ${good}`],
    ['a scheme before it', `Bearer ${good}`],
    ['a NUL within', good.replace('.', '.\0')],
    ['a letter beyond ASCII', `${good}é`],
    ['a comma and another', `${good},${good}`],
  ])('refuses a token with %s', (_, jwt) => expect(read(jwt)).toBe('malformed'));

  test('takes nothing that is not three base64url parts, and never throws', () => {
    const json = fc.json({ maxDepth: 1 });
    const part = fc.oneof(fc.base64String(), fc.string().map(base64url), json.map(base64url), fc.string());
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.')),
      fc
        .tuple(json, part)
        .map(([claims, last]) => `${base64url('{"alg":"RS256"}')}.${base64url(claims)}.${last}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readJwt(text, EXPECTED).ok).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });

  test('takes a damaged token only if it is still fit for a header', () => {
    const damaged = fc.tuple(fc.nat(good.length), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3));
    fc.assert(
      fc.property(damaged, ([at, insert, removed]) => {
        const jwt = good.slice(0, at) + insert + good.slice(at + removed);
        if (readJwt(jwt, EXPECTED).ok)
          expect(jwt).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
      }),
      { numRuns: 10_000 },
    );
  });
});
