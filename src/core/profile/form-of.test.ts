import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aForm, aProfile } from '../../testing/builders';
import { problemsOf, settingsOf } from '../../testing/parsed-form';
import { formOf, type ProfileForm } from './profile-form';
import { FETCH_MODES, KEEP_MODES } from './settings';
import { PREFERRED_CHALLENGES, PROMPTS, SIGN_IN_METHODS } from './sign-in-method';

describe('formOf', () => {
  const hostLines = (minLength: number, ...more: string[]) =>
    fc
      .array(
        fc.constantFrom(
          'api.example.com',
          'HTTPS://B.example:443',
          'localhost:3000',
          '[::1]:1',
          'bücher.example',
          ...more,
        ),
        { minLength, maxLength: 8 },
      )
      .map((lines) => lines.join('\n'));
  const forms: fc.Arbitrary<ProfileForm> = fc.record({
    userPoolId: fc.constantFrom('eu-central-1_AbC', ' cn-north-1_AbC', 'eusc-de-east-1_AbC'),
    clientId: fc.stringMatching(/^ ?[\w+]{1,40} ?$/),
    apiHosts: hostLines(1, '*.example.com', 'api.example.com/v1', 'https://*.example.org:8443/V1/'),
    username: fc.string({ unit: 'grapheme' }).filter((text) => /^\s*[^\p{Z}\p{C}]+\s*$/u.test(text)),
    clientSecret: fc.string(),
    totpSecret: fc.constantFrom('', 'jbsw y3dp ehpk 3pxp jbsw y3dp'),
    tokenUse: fc.constantFrom('id', 'access'),
    fetchMode: fc.constantFrom(...FETCH_MODES),
    keepSignedIn: fc.constantFrom(...KEEP_MODES),
    allowedPages: hostLines(0),
    signInMethod: fc.constantFrom(...SIGN_IN_METHODS),
    preferredChallenge: fc.constantFrom('', ...PREFERRED_CHALLENGES),
    rememberDevice: fc.constantFrom('no', 'yes'),
    keepPassword: fc.constantFrom('no', 'yes'),
    hostedUiDomain: fc.constantFrom(
      '',
      'login.example.com',
      'https://login.example.com/',
      'http://localhost:9000',
    ),
    callbackUrl: fc.constantFrom('', 'https://app.example.com/callback?x=1', 'http://localhost:3000/cb'),
    oauthScopes: fc.constantFrom('', 'openid', ' openid  api/read '),
    identityProvider: fc.constantFrom('', 'Google', ' My-SAML '),
    prompt: fc.constantFrom('', ...PROMPTS),
    cognitoEndpoint: fc.oneof(
      fc.constantFrom(
        '',
        'http://localhost:9229/',
        'https://cognito-idp.cn-north-1.amazonaws.com.cn',
        'https://h/?',
      ),
      fc.webUrl({ validSchemes: ['https'] }),
    ),
    headerName: fc.constantFrom('Authorization', ' X-Token', ''),
    headerPrefix: fc.constantFrom('', 'Bearer ', 'JWT'),
    accessTokenHeader: fc.constantFrom('', ' ', 'X-Access-Token '),
  });

  test('refuses another application’s callback for the implicit grant, whose tokens it would put on disk', () => {
    const form = aForm({ signInMethod: 'hostedUiImplicit', callbackUrl: 'https://app.example.com/cb' });
    expect(problemsOf(form)).toMatchObject([{ field: 'callbackUrl', code: 'callbackNotForImplicit' }]);
    expect(problemsOf({ ...form, signInMethod: 'hostedUi' })).toEqual([]);
  });

  test('gives a form that is read as the same settings again', () => {
    fc.assert(
      fc.property(forms, (typed) => {
        const isImplicit = typed.signInMethod === 'hostedUiImplicit';
        const form = { ...typed, callbackUrl: isImplicit ? '' : typed.callbackUrl };
        const settings = settingsOf(form);
        const again = formOf(aProfile(settings));
        expect(settingsOf(again)).toEqual(settings);
        expect(formOf(aProfile(settingsOf(again)))).toEqual(again);
      }),
    );
  });

  test('reads back an emulator, even one that lies where AWS would be', () => {
    for (const cognitoEndpoint of ['http://localhost:9229', 'https://cognito-idp.local.amazonaws.com']) {
      const settings = settingsOf(aForm({ userPoolId: 'local_abc', cognitoEndpoint }));
      expect(settingsOf(formOf(aProfile(settings)))).toEqual(settings);
    }
  });

  test('never holds a client secret', () => {
    expect(formOf(aProfile(settingsOf(aForm({ clientSecret: 's3cret' })))).clientSecret).toBe('');
  });
});
