import { describe, expect, test } from 'vitest';
import { aForm, aHost, aPage, aPool } from '../../testing/builders';
import { problemsOf, settingsOf } from '../../testing/parsed-form';
import { hostText, MAX_HOSTS } from './api-host';
import { parseProfileForm } from './form-parser';
import { EMPTY_FORM, type ProfileForm } from './profile-form';

function hostNames(count: number): string {
  return Array.from({ length: count }, (_, index) => `api${index}.example.com`).join('\n');
}

describe('parseProfileForm', () => {
  test('reads a full form', () => {
    const form: ProfileForm = {
      ...EMPTY_FORM,
      userPoolId: ' eu-central-1_AbCdEfGhI ',
      clientId: ' 1h57kf5cpq17m0eml12EXAMPLE ',
      apiHosts: 'API.example.com\nlocalhost:3000\n*.example.org/v1',
      username: ' alice@example.com ',
      clientSecret: 's3cret',
      tokenUse: 'access',
      allowedPages: 'https://app.example.com',
      signInMethod: 'passwordPlain',
      cognitoEndpoint: 'https://cognito-idp-fips.us-east-1.amazonaws.com/',
      headerName: ' X-Token ',
      headerPrefix: 'JWT ',
      accessTokenHeader: ' X-Access ',
    };
    expect(parseProfileForm(form)).toEqual({
      ok: true,
      value: {
        pool: aPool('eu-central-1_AbCdEfGhI'),
        clientId: '1h57kf5cpq17m0eml12EXAMPLE',
        username: 'alice@example.com',
        signInMethod: 'passwordPlain',
        preferredChallenge: null,
        rememberDevice: false,
        hostedUi: { domain: null, callbackUrl: null, scopes: [], identityProvider: null, prompt: null },
        tokenUse: 'access',
        fetchMode: 'whenExpired',
        keepSignedIn: 'untilBrowserCloses',
        keepPassword: false,
        apiHosts: [
          aHost('https://api.example.com'),
          aHost('http://localhost:3000'),
          aHost('https://*.example.org/v1'),
        ],
        allowedPages: [aPage('https://app.example.com')],
        header: { name: 'X-Token', prefix: 'JWT ' },
        accessTokenHeader: 'X-Access',
        customEndpoint: 'https://cognito-idp-fips.us-east-1.amazonaws.com',
      },
    });
  });

  test('keeps the client secret out of the settings', () => {
    expect(JSON.stringify(settingsOf(aForm({ clientSecret: 's3cret' })))).not.toContain('s3cret');
  });

  test('names what the empty form lacks', () => {
    expect(problemsOf(EMPTY_FORM)).toEqual([
      { field: 'userPoolId', code: 'userPoolIdEmpty', quoted: '' },
      { field: 'clientId', code: 'clientIdEmpty', quoted: '' },
      { field: 'apiHosts', code: 'hostEmpty', quoted: '' },
      { field: 'username', code: 'usernameEmpty', quoted: '' },
    ]);
  });

  test('collects every problem in the order of the fields and quotes what is wrong', () => {
    const form: ProfileForm = {
      ...EMPTY_FORM,
      userPoolId: ' eu-central-1 ',
      clientId: 'my client',
      apiHosts: 'api.example.com\nhttp://api.example.com\n*.com',
      username: '  ',
      allowedPages: 'app.example.com/login',
      cognitoEndpoint: 'ftp://localhost',
      headerName: 'Host',
      headerPrefix: 'Bearer\n',
      accessTokenHeader: 'my header',
    };
    expect(problemsOf(form)).toEqual([
      { field: 'userPoolId', code: 'userPoolIdMalformed', quoted: 'eu-central-1' },
      { field: 'clientId', code: 'clientIdMalformed', quoted: 'my client' },
      { field: 'apiHosts', code: 'hostHttpNotLoopback', quoted: 'http://api.example.com' },
      { field: 'username', code: 'usernameEmpty', quoted: '' },
      { field: 'allowedPages', code: 'pageHasPath', quoted: 'app.example.com/login' },
      { field: 'headerName', code: 'headerNameForbidden', quoted: 'Host' },
      { field: 'headerPrefix', code: 'headerPrefixMalformed', quoted: 'Bearer' },
      { field: 'accessTokenHeader', code: 'headerNameMalformed', quoted: 'my header' },
      { field: 'cognitoEndpoint', code: 'endpointMalformed', quoted: 'ftp://localhost' },
    ]);
  });

  test.each([
    ['a+B_9', []],
    ['a'.repeat(128), []],
    ['a'.repeat(129), ['clientIdMalformed']],
    ['a-b', ['clientIdMalformed']],
    ['a\nb', ['clientIdMalformed']],
  ])('takes the client id %j as Cognito would', (clientId, codes) => {
    expect(problemsOf(aForm({ clientId })).map(({ code }) => code)).toEqual(codes);
  });
});

describe('lists of hosts', () => {
  test.each([
    'a.example\nb.example',
    'a.example, b.example',
    'a.example b.example',
    ' ,a.example\r\n\r\n b.example,',
  ])('may be separated as in %j', (apiHosts) => {
    expect(settingsOf(aForm({ apiHosts })).apiHosts.map(hostText)).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
  });

  test('name each origin once, however it was spelled', () => {
    const apiHosts = 'api.example.com\nhttps://API.example.com:443/\napi.example.com:8443\nApi.Example.Com';
    expect(settingsOf(aForm({ apiHosts })).apiHosts.map(hostText)).toEqual([
      'https://api.example.com',
      'https://api.example.com:8443',
    ]);
  });

  test('may be empty for the allowed pages, not for the API hosts', () => {
    expect(settingsOf(aForm({ allowedPages: ' \n,' })).allowedPages).toEqual([]);
    expect(problemsOf(aForm({ apiHosts: ' \n,' }))).toEqual([
      { field: 'apiHosts', code: 'hostEmpty', quoted: '' },
    ]);
  });

  test.each(['apiHosts', 'allowedPages'] as const)('hold fifty entries and no more: %s', (field) => {
    expect(MAX_HOSTS).toBe(50);
    expect(settingsOf(aForm({ [field]: hostNames(50) }))[field]).toHaveLength(50);
    expect(problemsOf(aForm({ [field]: hostNames(51) }))).toEqual([
      { field, code: 'tooManyHosts', quoted: '51' },
    ]);
  });
});

describe('the headers', () => {
  test('are what nearly every API wants, unless something else is typed', () => {
    expect(settingsOf(aForm())).toMatchObject({
      header: { name: 'Authorization', prefix: 'Bearer ' },
      accessTokenHeader: null,
    });
    expect(settingsOf(aForm({ headerName: '' })).header.name).toBe('Authorization');
    expect(settingsOf(aForm({ headerPrefix: '' })).header.prefix).toBe('');
  });

  test.each(['Authorization', 'authorization', ' AUTHORIZATION '])(
    'cannot both be the same: %j',
    (accessTokenHeader) => {
      expect(problemsOf(aForm({ accessTokenHeader }))).toEqual([
        { field: 'accessTokenHeader', code: 'headerNameTaken', quoted: accessTokenHeader.trim() },
      ]);
      expect(settingsOf(aForm({ headerName: 'X-Token', accessTokenHeader })).accessTokenHeader).toBe(
        accessTokenHeader.trim(),
      );
    },
  );
});

describe('the custom endpoint', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['https://cognito-idp.eu-central-1.amazonaws.com', null],
    ['https://COGNITO-IDP.eu-central-1.amazonaws.com:443/', null],
    ['https://cognito-idp.us-east-1.amazonaws.com', 'https://cognito-idp.us-east-1.amazonaws.com'],
    ['https://idp.example.com:8443/cognito/', 'https://idp.example.com:8443/cognito'],
    ['https://idp.example.com/?', 'https://idp.example.com'],
    ['https://idp.example.com/#', 'https://idp.example.com'],
    ['http://localhost:9229', 'http://localhost:9229'],
    ['http://127.0.0.1:9229//', 'http://127.0.0.1:9229'],
    ['http://idp.localhost', 'http://idp.localhost'],
    ['https://[::1]:9229', 'https://[::1]:9229'],
  ])('%j is kept as %j', (cognitoEndpoint, customEndpoint) => {
    expect(settingsOf(aForm({ cognitoEndpoint })).customEndpoint).toBe(customEndpoint);
  });

  test.each([
    ['idp.example.com', 'endpointMalformed'],
    ['localhost:9229', 'endpointMalformed'],
    ['ftp://localhost', 'endpointMalformed'],
    ['https://idp.example.com/?a=1', 'endpointMalformed'],
    ['https://idp.example.com/#a', 'endpointMalformed'],
    ['http://idp.example.com', 'endpointHttpNotLoopback'],
    ['http://localhost.evil.com', 'endpointHttpNotLoopback'],
    ['http://127.0.0.2:9229', 'endpointHttpNotLoopback'],
    ['http://[::1]:9229', 'endpointHttpNotLoopback'],
  ])('%j is refused: %s', (cognitoEndpoint, code) => {
    expect(problemsOf(aForm({ cognitoEndpoint }))).toEqual([
      { field: 'cognitoEndpoint', code, quoted: cognitoEndpoint },
    ]);
  });

  test.each(['https://user:canary@idp.example.com', 'https://canary@idp.example.com'])(
    '%j is refused without quoting the password in it',
    (cognitoEndpoint) => {
      expect(problemsOf(aForm({ cognitoEndpoint }))).toEqual([
        { field: 'cognitoEndpoint', code: 'endpointMalformed', quoted: 'https://idp.example.com' },
      ]);
      const [problem] = problemsOf(aForm({ apiHosts: cognitoEndpoint }));
      expect(problem).toEqual({
        field: 'apiHosts',
        code: 'hostHasUserinfo',
        quoted: 'https://idp.example.com',
      });
    },
  );

  test('is what lets a pool be called anything', () => {
    expect(problemsOf(aForm({ userPoolId: 'local_abc' }))).toEqual([
      { field: 'userPoolId', code: 'userPoolIdMalformed', quoted: 'local_abc' },
    ]);
    const settings = settingsOf(aForm({ userPoolId: 'local_abc', cognitoEndpoint: 'http://localhost:9229' }));
    expect(settings.pool.region).toBe('local');
  });
});
