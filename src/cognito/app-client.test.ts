import { describe, expect, test } from 'vitest';
import { issuersOf } from '../core/profile/user-pool-id';
import { aPool } from '../testing/builders';
import { appClientOf } from './app-client';

const POOL = aPool('eu-central-1_AbCdEfGhI');
const ISSUERS = issuersOf(POOL);

function appClient(customEndpoint: string | null) {
  return appClientOf({ pool: POOL, clientId: 'client1', customEndpoint }, null);
}

describe('the key set', () => {
  test.each(ISSUERS)('of %s is below its issuer', (issuer) => {
    const { isIssuer, keySetUrl } = appClient(null);
    expect(isIssuer(issuer)).toBe(true);
    expect(keySetUrl(issuer)).toBe(`${issuer}/.well-known/jwks.json`);
  });

  test.each([...ISSUERS, 'http://elsewhere.example/eu-central-1_AbCdEfGhI'])(
    'of a pool behind an endpoint of its own is there, whatever the issuer: %s',
    (issuer) => {
      const { isIssuer, keySetUrl } = appClient('http://localhost:9229');
      expect(isIssuer(issuer)).toBe(true);
      expect(keySetUrl(issuer)).toBe('http://localhost:9229/eu-central-1_AbCdEfGhI/.well-known/jwks.json');
    },
  );
});

test('an issuer of another address is one behind a custom endpoint only, and never that of another pool', () => {
  const foreign = 'http://elsewhere.example/eu-central-1_AbCdEfGhI';
  expect(appClient(null).isIssuer(foreign)).toBe(false);
  expect(appClient('http://localhost:9229').isIssuer('http://localhost:9229/eu-central-1_Other')).toBe(false);
});
