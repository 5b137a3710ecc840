import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import {
  APP,
  APP_CALLBACK,
  addHostedClient,
  ask,
  browserCallback,
  hostedForm,
  openHostedUi,
  signInAt,
} from './support/hosted-ui';
import { bearerAt, waitForSession } from './support/hosted-ui-session';
import type { RedirectTampering, TokenAnswerTampering } from './user-pool/managed-login/tampering';
import { authorizePath } from './user-pool/testing/hosted-app';

const IN_A_TAB = { callbackUrl: APP_CALLBACK };

const TAMPERINGS: readonly [string, RedirectTampering, TokenAnswerTampering, object][] = [
  ['state', { state: 'another' }, {}, { code: 'hostedUiAnswerRejected', detail: 'state' }],
  ['iss', { iss: 'https://evil.example' }, {}, { code: 'hostedUiAnswerRejected', detail: 'iss' }],
  ['code', { code: 'made-up' }, {}, { code: 'hostedUiCodeRefused' }],
  ['nonce', {}, { nonce: 'another' }, { code: 'tokenRejected', detail: 'id: nonce' }],
  [
    'pool',
    {},
    { idClaims: { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' } },
    { code: 'tokenRejected', detail: 'id: issuer' },
  ],
];

for (const [what, redirect, answer, problem] of TAMPERINGS)
  test(`an answer with another ${what} gives no token to anybody`, async ({
    extension,
    pool,
    sites,
    tab,
    popup: { page: popup },
  }) => {
    const client = addHostedClient(extension, pool);
    const login = await openHostedUi(extension, popup, hostedForm(pool, client, IN_A_TAB));
    pool.tamperNextRedirect(redirect);
    pool.tamperNextTokenAnswer(answer);
    await signInAt(login);
    await waitForSession(popup, { kind: 'signedOut', problem });
    await expect.poll(() => login.isClosed()).toBe(true);
    expect(await bearerAt(sites, tab)).toBeUndefined();
    expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
  });

test('a code of somebody else’s sign-in is worth nothing without its verifier', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool);
  const others = authorizePath(client, { redirect_uri: browserCallback(extension) });
  await tab.goto(`${pool.loginDomain}${others}`);
  const callback = tab.waitForRequest(`${browserCallback(extension)}**`);
  await signInAt(tab);
  const code = new URL((await callback).url()).searchParams.get('code') ?? '';
  expect(code).not.toBe('');
  pool.tamperNextRedirect({ code });
  // The browser is signed in at the hosted UI by now, so nothing is shown.
  await ask(popup, { type: 'signIn', form: hostedForm(pool, client), credential: '' });
  await ask(popup, { type: 'changeSettings', settings: { holdNavigations: false } });
  await waitForSession(popup, { kind: 'signedOut', problem: { code: 'hostedUiCodeRefused' } });
  expect(await bearerAt(sites, tab)).toBeUndefined();
});
