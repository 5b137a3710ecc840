import { CognitoJwtVerifier } from 'aws-jwt-verify';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLIENT, ID, ISSUER, POOL, SignedTokens, UPDATED_ISSUER } from '../../testing/signed-tokens';

const tokens = await SignedTokens.generate();

test('a valid token that is changed in any way is refused', { timeout: 60_000 }, async () => {
  const good = tokens.token();
  const letter = fc.constantFrom(...'ABCDEabcde0189-_.=', '\n', ' ', '\u00e9');
  const edits = fc.tuple(fc.nat(good.length - 1), fc.string({ unit: letter, maxLength: 3 }), fc.nat(3));
  await fc.assert(
    fc.asyncProperty(edits, async ([at, insert, removed]) => {
      const changed = good.slice(0, at) + insert + good.slice(at + removed);
      fc.pre(changed !== good);
      expect(await tokens.outcome(changed)).toMatch(/^id: /);
    }),
    { numRuns: 3_000 },
  );
});

test('aws-jwt-verify takes and refuses the same tokens', { timeout: 60_000 }, async () => {
  const oracle = CognitoJwtVerifier.create({ userPoolId: POOL.userPoolId, tokenUse: 'id', clientId: CLIENT });
  oracle.cacheJwks({ keys: [tokens.pool.jwk] });
  const rarely = <T>(good: T, ...bad: readonly T[]) =>
    fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
  const claims = fc.record({
    iss: rarely<unknown>(ISSUER, UPDATED_ISSUER, `${ISSUER}/`, ISSUER.toLowerCase(), 7, undefined),
    aud: rarely<unknown>(CLIENT, 'client2', '', undefined),
    token_use: rarely<unknown>('id', 'access', 'ID', undefined),
    client_id: rarely<unknown>(undefined, CLIENT),
    name: fc.string(),
  });
  const headers = fc.record({
    alg: rarely<unknown>('RS256', 'none', 'HS256', 'RS384'),
    kid: rarely<unknown>(tokens.pool.jwk.kid, 'unknown', undefined),
  });
  const outcomes = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(claims, headers, rarely(false, true), async (change, head, isStrangers) => {
      const jwt = tokens.signed(
        JSON.stringify(head),
        JSON.stringify({ ...ID, ...change }),
        isStrangers ? tokens.stranger : tokens.pool,
      );
      const isTakenByOracle = await oracle.verify(jwt).then(
        () => true,
        () => false,
      );
      outcomes.add(isTakenByOracle);
      expect((await tokens.outcome(jwt)) === 'taken').toBe(isTakenByOracle);
    }),
    { numRuns: 1_000 },
  );
  expect(outcomes).toEqual(new Set([true, false]));
});
