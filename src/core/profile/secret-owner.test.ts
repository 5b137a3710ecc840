import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { SECRET_FIELDS } from './profile-form';
import { secretsThatStay } from './secret-owner';

const PROXY = 'https://proxy.example.com/cognito';
const DOMAIN = 'https://login.example.com';
const saved = aForm({ signInMethod: 'hostedUi', cognitoEndpoint: PROXY, hostedUiDomain: DOMAIN });
const stays = (change: Partial<typeof saved>) =>
  secretsThatStay(SECRET_FIELDS, saved, { ...saved, ...change });

describe('an empty field goes on meaning the secret that is stored', () => {
  test.each([
    ['where nothing that matters has changed', { apiHosts: 'other.example.com', tokenUse: 'access' }],
    [
      'where the same is written otherwise',
      { cognitoEndpoint: ` ${PROXY}/ `, hostedUiDomain: 'login.example.com' },
    ],
    ['where the domain is left to the pool to tell', { hostedUiDomain: '' }],
    ['where the sign-in does without the domain', { signInMethod: 'passwordSrp' }],
  ] as const)('%s', (_, change) => {
    expect(stays(change)).toEqual(SECRET_FIELDS);
  });

  test('where the endpoint of the region is spelled out', () => {
    const own = aForm();
    const spelled = aForm({ cognitoEndpoint: 'https://cognito-idp.eu-central-1.amazonaws.com/' });
    expect(secretsThatStay(SECRET_FIELDS, own, spelled)).toEqual(SECRET_FIELDS);
  });
});

describe('no secret goes to', () => {
  test.each([
    ['another pool', { userPoolId: 'eu-central-1_Other1234' }],
    ['another app client', { clientId: 'other' }],
    ['another endpoint', { cognitoEndpoint: 'https://evil.example.net/cognito' }],
    ['another path there', { cognitoEndpoint: 'https://proxy.example.com/other' }],
    ['the region, from a proxy', { cognitoEndpoint: '' }],
    ['an endpoint that cannot be read yet', { cognitoEndpoint: 'https://' }],
    ['another domain', { hostedUiDomain: 'https://evil.example.net' }],
    ['a domain that cannot be read yet', { hostedUiDomain: 'https://login.example.com/x' }],
  ] as const)('%s', (_, change) => {
    expect(stays(change)).toEqual([]);
  });

  test('a domain where none was known', () => {
    const unknown = { ...saved, hostedUiDomain: '' };
    expect(secretsThatStay(SECRET_FIELDS, unknown, saved)).toEqual([]);
  });
});

test('a secret of the user does not go to another one, the one of the app client does', () => {
  const alice = aForm({ username: 'alice' });
  expect(secretsThatStay(SECRET_FIELDS, alice, aForm({ username: ' alice ' }))).toEqual(SECRET_FIELDS);
  expect(secretsThatStay(SECRET_FIELDS, alice, aForm({ username: 'bob' }))).toEqual(['clientSecret']);
});
