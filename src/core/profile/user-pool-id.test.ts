import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPool } from '../../testing/builders';
import { cognitoEndpoint, cognitoHost, isAwsRegion, issuersOf, parseUserPoolId } from './user-pool-id';

describe('parseUserPoolId', () => {
  test.each([
    ['eu-central-1_AbCdEfGhI', 'eu-central-1', 'AbCdEfGhI'],
    ['us-gov-west-1_a1B2c3D4e', 'us-gov-west-1', 'a1B2c3D4e'],
    ['cn-north-1_000000000', 'cn-north-1', '000000000'],
    ['eusc-de-east-1_Zz9', 'eusc-de-east-1', 'Zz9'],
    ['local_abc', 'local', 'abc'],
    ['my_emulator_abc', 'my_emulator', 'abc'],
  ])('splits %s into its region and its pool name', (userPoolId, region, poolName) => {
    expect(parseUserPoolId(userPoolId)).toEqual({ ok: true, value: { userPoolId, region, poolName } });
  });

  test('ignores white space around the id', () => {
    expect(parseUserPoolId('\t eu-central-1_AbC \n')).toMatchObject({
      ok: true,
      value: { userPoolId: 'eu-central-1_AbC' },
    });
  });

  test.each(['', '  ', '\n\t'])('calls %j empty', (text) => {
    expect(parseUserPoolId(text)).toEqual({ ok: false, problem: 'userPoolIdEmpty' });
  });

  test.each([
    'eu-central-1',
    '_AbCdEfGhI',
    'eu-central-1_',
    'eu-central-1_Ab-Cd',
    'eu-central-1_Ab.Cd',
    'eu-central-1_Ab Cd',
    'eu central 1_AbCd',
    'eu-central-1_AbCd\neu-west-1_AbCd',
    'évry_AbCd',
    'evil.example/eu-central-1_AbCd',
    'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCd',
    'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbCd',
  ])('refuses %j', (text) => {
    expect(parseUserPoolId(text)).toEqual({ ok: false, problem: 'userPoolIdMalformed' });
  });

  test('takes 55 characters and no more', () => {
    expect(parseUserPoolId(`local_${'a'.repeat(49)}`).ok).toBe(true);
    expect(parseUserPoolId(`local_${'a'.repeat(50)}`).ok).toBe(false);
  });

  test('gives back all of the id, whatever was typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{1,20}_[0-9a-zA-Z]{1,20}$/), (userPoolId) => {
        const pool = parseUserPoolId(userPoolId);
        expect(pool.ok && `${pool.value.region}_${pool.value.poolName}`).toBe(userPoolId);
      }),
    );
  });
});

describe('isAwsRegion', () => {
  test.each(['eu-central-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'ap-southeast-12'])(
    'knows the shape of %s',
    (region) => expect(isAwsRegion(region)).toBe(true),
  );

  test.each([
    '',
    'local',
    'eu-central',
    'eu-1',
    'EU-CENTRAL-1',
    'eu_central_1',
    'eu-central-1x',
    'x.eu-west-1',
  ])('does not take %j for a region', (region) => expect(isAwsRegion(region)).toBe(false));
});

describe("a region's endpoint", () => {
  test.each([
    ['eu-central-1', 'cognito-idp.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'cognito-idp.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'cognito-idp.cn-north-1.amazonaws.com.cn'],
    ['cn-northwest-1', 'cognito-idp.cn-northwest-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'cognito-idp.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'cognito-idp.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'cognito-idp.us-isob-east-1.sc2s.sgov.gov'],
    ['us-isof-south-1', 'cognito-idp.us-isof-south-1.csp.hci.ic.gov'],
    ['eu-isoe-west-1', 'cognito-idp.eu-isoe-west-1.cloud.adc-e.uk'],
  ])('of %s is %s, by https and without a trailing slash', (region, host) => {
    expect(cognitoHost(region)).toBe(host);
    expect(cognitoEndpoint(region)).toBe(`https://${host}`);
  });
});

describe('issuersOf', () => {
  test.each([
    [
      'eu-central-1_AbC',
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
      'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
    ],
    [
      'cn-north-1_AbC',
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC',
      'https://issuer-cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC',
    ],
  ])('of %s are the classic and the updated one', (userPoolId, classic, updated) => {
    expect(issuersOf(aPool(userPoolId))).toEqual([classic, updated]);
  });
});
