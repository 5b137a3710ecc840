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

describe('I: a pool that is replicated to another region', () => {
  const { isIssuer, keySetUrl } = appClient(null);

  test.each(['cognito-idp.us-west-2.amazonaws.com', 'issuer-cognito-idp.eu-west-1.amazonaws.com'])(
    'is named by that one’s host, and checked by the keys that are there: %s',
    (host) => {
      const issuer = `https://${host}/eu-central-1_AbCdEfGhI`;
      expect(isIssuer(issuer)).toBe(true);
      expect(keySetUrl(issuer)).toBe(`${issuer}/.well-known/jwks.json`);
    },
  );

  test.each([
    'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_AbCdEfGhI',
    'https://cognito-idp.cn-north-1.amazonaws.com.cn/eu-central-1_AbCdEfGhI',
    'https://cognito-idp.us-west-2.amazonaws.com.evil.example/eu-central-1_AbCdEfGhI',
    'https://cognito-idp.us-west-2.evil.example/eu-central-1_AbCdEfGhI',
    'https://evil.example/cognito-idp.us-west-2.amazonaws.com/eu-central-1_AbCdEfGhI',
    'http://cognito-idp.us-west-2.amazonaws.com/eu-central-1_AbCdEfGhI',
    'https://cognito-idp.us-west-2.amazonaws.com/eu-central-1_AbCdEfGhI/',
  ])('is not named by %s', (issuer) => {
    expect(isIssuer(issuer)).toBe(false);
  });
});

test('an issuer of another address is one behind a custom endpoint only, and never that of another pool', () => {
  const foreign = 'http://elsewhere.example/eu-central-1_AbCdEfGhI';
  expect(appClient(null).isIssuer(foreign)).toBe(false);
  expect(appClient('http://localhost:9229').isIssuer('http://localhost:9229/eu-central-1_Other')).toBe(false);
});
