import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { problemsOf, settingsOf } from '../../testing/parsed-form';
import { hostText } from './api-host';
import type { ProfileForm } from './profile-form';
import { isSameClient } from './secret-owner';

const hostedUi = (form: Partial<ProfileForm>) => aForm({ signInMethod: 'hostedUi', ...form });
const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC';

describe('a user pool ID is found in', () => {
  test.each([
    '"eu-central-1_AbC",',
    "'eu-central-1_AbC'",
    'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbC',
    'arn:aws-us-gov:cognito-idp:us-gov-west-1:123456789012:userpool/eu-central-1_AbC',
    ISSUER,
    `${ISSUER}/.well-known/openid-configuration`,
    `"${ISSUER}/.well-known/jwks.json"`,
    'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
    'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
    'https://cognito-idp.cn-north-1.amazonaws.com.cn/eu-central-1_AbC/',
  ])('%j', (userPoolId) => {
    expect(settingsOf(aForm({ userPoolId })).pool.userPoolId).toBe('eu-central-1_AbC');
  });

  test.each([
    'eu-central-1:00000000-1111-2222-3333-444444444444',
    'arn:aws:cognito-identity:eu-central-1:123456789012:identitypool/eu-central-1:0000',
    'https://evil.example/eu-central-1_AbC',
  ])('but not in %j', (userPoolId) => {
    expect(problemsOf(aForm({ userPoolId })).map(({ code }) => code)).toEqual(['userPoolIdMalformed']);
  });
});

describe('the domain of the hosted UI', () => {
  test.each([
    ['eu-central-1_AbC', 'my-pool', 'https://my-pool.auth.eu-central-1.amazoncognito.com'],
    ['eu-central-1_AbC', '"Shop2",', 'https://shop2.auth.eu-central-1.amazoncognito.com'],
    [ISSUER, 'my-pool', 'https://my-pool.auth.eu-central-1.amazoncognito.com'],
    ['us-gov-west-1_AbC', 'my-pool', 'https://my-pool.auth-fips.us-gov-west-1.amazoncognito.com'],
    ['eusc-de-east-1_AbC', 'p', 'https://p.auth.cognito-idp.eusc-de-east-1.on.amazonwebservices.eu'],
    ['eu-central-1_AbC', 'login.example.com', 'https://login.example.com'],
    ['eu-central-1_AbC', 'localhost', 'https://localhost'],
    ['eu-central-1_AbC', 'https://intranet', 'https://intranet'],
    ['eu-central-1_AbC', 'https://login.example.com/oauth2/authorize', 'https://login.example.com'],
    ['eu-central-1_AbC', 'login.example.com/oauth2/token', 'https://login.example.com'],
    ['eu-central-1_AbC', 'https://login.example.com/login?client_id=1&x=y', 'https://login.example.com'],
  ])('of %s typed as %j is %s', (userPoolId, hostedUiDomain, domain) => {
    expect(settingsOf(hostedUi({ userPoolId, hostedUiDomain })).hostedUi.domain).toBe(domain);
  });

  test.each([
    ['cn-north-1_AbC', 'my-pool', 'domainIncomplete'],
    ['us-iso-east-1_AbC', 'my-pool', 'domainIncomplete'],
    ['eu-central-1_AbC', 'https://login.example.com/shop', 'domainMalformed'],
    ['eu-central-1_AbC', 'my pool', 'domainMalformed'],
  ])('of %s is not %j: %s', (userPoolId, hostedUiDomain, code) => {
    const problems = problemsOf(hostedUi({ userPoolId, hostedUiDomain }));
    expect(problems).toEqual([{ field: 'hostedUiDomain', code, quoted: hostedUiDomain }]);
  });

  test('of an emulator cannot be completed', () => {
    const form = {
      userPoolId: 'local_abc',
      cognitoEndpoint: 'http://localhost:9229',
      hostedUiDomain: 'shop',
    };
    expect(problemsOf(hostedUi(form)).map(({ code }) => code)).toEqual(['domainIncomplete']);
  });
});

describe('scopes', () => {
  test.each([
    'openid email api/read',
    'openid,email,api/read',
    ' openid, email,\napi/read ,',
    '["openid","email","api/read"]',
    "['openid', 'email', 'api/read']",
    '[openid, email, api/read]',
    '"openid email api/read"',
    'openid+email+api/read',
    'openid%20email%20api/read',
  ])('may be written as %j', (oauthScopes) => {
    expect(settingsOf(hostedUi({ oauthScopes })).hostedUi.scopes).toEqual(['openid', 'email', 'api/read']);
  });

  test('may have a plus or a colon of their own', () => {
    const oauthScopes = 'openid team+blue/read https://api.example.com/a:b';
    expect(settingsOf(hostedUi({ oauthScopes })).hostedUi.scopes).toEqual(oauthScopes.split(' '));
  });

  test.each(['openid öffnen', 'openid a\\b'])('are not %j', (oauthScopes) => {
    expect(problemsOf(hostedUi({ oauthScopes })).map(({ code }) => code)).toEqual(['scopesMalformed']);
  });
});

describe('a Cognito endpoint', () => {
  test.each([
    [ISSUER, null],
    [`${ISSUER}/`, null],
    [`${ISSUER}/.well-known/openid-configuration`, null],
    [`"${ISSUER}/.well-known/jwks.json",`, null],
    ['https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC', null],
    ['http://localhost:9229/eu-central-1_AbC', 'http://localhost:9229'],
    [
      'https://idp.example.com/cognito/eu-central-1_AbC/.well-known/jwks.json',
      'https://idp.example.com/cognito',
    ],
    ['https://idp.example.com/my_cognito', 'https://idp.example.com/my_cognito'],
  ])('typed as %j is %j', (cognitoEndpoint, endpoint) => {
    const form = aForm({ userPoolId: 'eu-central-1_AbC', cognitoEndpoint });
    expect(settingsOf(form).customEndpoint).toBe(endpoint);
    expect(
      isSameClient(aForm({ userPoolId: 'eu-central-1_AbC', cognitoEndpoint: endpoint ?? '' }), form),
    ).toBe(true);
  });

  test.each([
    'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other',
    'https://cognito-idp.eu-central-1.amazonaws.com/oauth2/token',
  ])('is not of another pool: %j', (cognitoEndpoint) => {
    const problems = problemsOf(aForm({ userPoolId: 'eu-central-1_AbC', cognitoEndpoint }));
    expect(problems).toEqual([
      { field: 'cognitoEndpoint', code: 'endpointOfOtherPool', quoted: cognitoEndpoint },
    ]);
  });
});

describe('a callback URL', () => {
  test.each([
    ['["http://localhost:5173/"]', 'http://localhost:5173/'],
    ['"https://app.example.com/",', 'https://app.example.com/'],
    ['https://app.example.com/cb?x=a,b', 'https://app.example.com/cb?x=a,b'],
  ])('typed as %j is %j', (callbackUrl, callback) => {
    expect(settingsOf(hostedUi({ callbackUrl })).hostedUi.callbackUrl).toBe(callback);
  });

  test.each([
    ['http://localhost:3000/,https://app.example.com/', 'callbackList'],
    ['["http://localhost:3000/", "https://app.example.com/"]', 'callbackList'],
    ['http://localhost:3000/ https://app.example.com/', 'callbackList'],
    ['shopapp://callback/', 'callbackOfApp'],
    ['window.location.origin', 'callbackMalformed'],
  ])('is not %j: %s', (callbackUrl, code) => {
    expect(problemsOf(hostedUi({ callbackUrl }))).toEqual([
      { field: 'callbackUrl', code, quoted: callbackUrl },
    ]);
  });
});

describe('hosts', () => {
  test.each([
    '["https://a.example/v1", "http://[::1]:3000"]',
    "'https://a.example/v1',\n'http://[::1]:3000',",
    '[a.example/v1, [::1]:3000]',
    '"https://a.example/v1"\n[::1]:3000',
  ])('may be written as %j', (apiHosts) => {
    const hosts = settingsOf(aForm({ apiHosts })).apiHosts.map(hostText);
    expect(hosts).toEqual(['https://a.example/v1', 'http://[::1]:3000']);
  });

  test('may be a private API with its stage', () => {
    const apiHosts =
      'https://a1b2c3d4e5-vpce-0123456789abcdef0.execute-api.eu-central-1.amazonaws.com/prod/orders';
    expect(settingsOf(aForm({ apiHosts })).apiHosts.map(hostText)).toEqual([apiHosts]);
  });
});

test.each([
  ['"1h57kf5cpq17m0eml12EXAMPLE",', 'GOOGLE', 'Google'],
  ["'1h57kf5cpq17m0eml12EXAMPLE'", 'SIGN_IN_WITH_APPLE', 'SignInWithApple'],
  ['"1h57kf5cpq17m0eml12EXAMPLE";', '"MySaml"', 'MySaml'],
  ['1h57kf5cpq17m0eml12EXAMPLE', 'toString', 'toString'],
])('an app client %s and a provider %s', (clientId, identityProvider, provider) => {
  const settings = settingsOf(hostedUi({ clientId, identityProvider }));
  expect(settings).toMatchObject({
    clientId: '1h57kf5cpq17m0eml12EXAMPLE',
    hostedUi: { identityProvider: provider },
  });
});
