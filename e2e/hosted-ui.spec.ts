import { expect, type Page } from 'playwright/test';
import type { PopupState } from '../src/core/views/popup-state';
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
import type { RecordingSites } from './support/recording-sites';
import { API, verifyIdToken, verifyToken } from './support/story';
import type { RedirectTampering, TokenAnswerTampering } from './user-pool/managed-login/tampering';
import { authorizePath } from './user-pool/testing/hosted-app';

const IN_A_TAB = { callbackUrl: APP_CALLBACK };

/** What a typed URL of the API is sent with. */
async function bearerAt(sites: RecordingSites, tab: Page): Promise<string | undefined> {
  const path = `/${crypto.randomUUID()}`;
  await tab.goto(`https://${API}${path}`);
  return sites.to(API, path)[0]?.authorization;
}

async function sessionOf(popup: Page): Promise<PopupState['session']> {
  return (await ask(popup, { type: 'getState' })).session;
}

async function waitForSession(popup: Page, expected: Record<string, unknown>): Promise<void> {
  await expect.poll(() => sessionOf(popup)).toMatchObject(expected);
}

const SIGNED_IN = { kind: 'signedIn', username: 'alice' };

test('signs in in a tab with another application’s callback, whose server sees no code', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool);
  const login = await openHostedUi(extension, popup, hostedForm(pool, client, IN_A_TAB));
  await signInAt(login);
  await waitForSession(popup, SIGNED_IN);
  await expect.poll(() => login.isClosed()).toBe(true);
  const claims = await verifyIdToken(pool, client, await bearerAt(sites, tab));
  expect(claims['cognito:username']).toBe('alice');
  expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
  // The rule was for that tab and that sign-in: the application itself still gets its answers.
  await tab.goto(`${APP_CALLBACK}&code=its-own`);
  expect(sites.to(APP, '/callback?env=dev&code=its-own')).toHaveLength(1);
});

test('leaves other tabs alone while a sign-in is open, and refuses a guessed answer', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool);
  const login = await openHostedUi(extension, popup, hostedForm(pool, client, IN_A_TAB));
  await tab.goto(`${APP_CALLBACK}&code=its-own`);
  expect(sites.to(APP, '/callback?env=dev&code=its-own')).toHaveLength(1);
  await login.goto(`https://${APP}/page`);
  expect((await sessionOf(popup)).kind).toBe('redirected');
  await login.goto(`${APP_CALLBACK}&state=guessed&code=stolen`).catch(() => undefined);
  await waitForSession(popup, { kind: 'signedOut', problem: { code: 'hostedUiAnswerRejected' } });
  expect(sites.to(APP, '/callback?env=dev&state=guessed&code=stolen')).toEqual([]);
  expect(await bearerAt(sites, tab)).toBeUndefined();
});

test('takes the answer after the worker was ended', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool);
  const login = await openHostedUi(extension, popup, hostedForm(pool, client, IN_A_TAB));
  await extension.killWorker();
  await signInAt(login);
  await waitForSession(popup, SIGNED_IN);
  await verifyIdToken(pool, client, await bearerAt(sites, tab));
  expect(sites.requests.filter(({ host }) => host === APP)).toEqual([]);
});

test('signs in in the browser’s own window, refreshes at the token endpoint and signs out there too', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool);
  const form = hostedForm(pool, client);
  await signInAt(await openHostedUi(extension, popup, form));
  await waitForSession(popup, SIGNED_IN);
  const first = await bearerAt(sites, tab);
  await verifyIdToken(pool, client, first);
  await ask(popup, { type: 'refreshNow' });
  const second = await bearerAt(sites, tab);
  await verifyIdToken(pool, client, second);
  expect(second).not.toBe(first);
  expect(pool.calls).toEqual([]);

  const signedOut = extension.context.waitForEvent('page');
  await ask(popup, { type: 'signOut', everywhere: false, hostedUi: true });
  await (await signedOut).getByLabel('Username').waitFor();
  expect(await bearerAt(sites, tab)).toBeUndefined();
  await expect.poll(() => pool.oauthCallsOf('/oauth2/revoke')).toMatchObject([{ status: 200 }]);
  // Else the hosted UI would let the user in again without a word.
  await (await openHostedUi(extension, popup, form)).getByLabel('Username').waitFor();
});

test('renews in silence without a refresh token, until nobody is signed in there any more', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool, { oauthFlows: ['implicit'] });
  const form = hostedForm(pool, client, { signInMethod: 'hostedUiImplicit' });
  await signInAt(await openHostedUi(extension, popup, form));
  await waitForSession(popup, SIGNED_IN);
  const first = await bearerAt(sites, tab);
  await ask(popup, { type: 'refreshNow' });
  const second = await bearerAt(sites, tab);
  await verifyIdToken(pool, client, second);
  expect(second).not.toBe(first);
  await extension.context.clearCookies();
  await ask(popup, { type: 'refreshNow' });
  await waitForSession(popup, { kind: 'lapsed', problem: { code: 'hostedUiLoginRequired' } });
  expect(await bearerAt(sites, tab)).toBeUndefined();
});

test('goes straight to an identity provider, and says what it refuses', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const client = addHostedClient(extension, pool, { identityProviders: ['COGNITO', 'Google'] });
  const ada = { userId: '123', name: 'Ada', email: 'ada@example.com' };
  pool.addIdentityProvider({ name: 'Google', type: 'Google', identifiers: [], people: [ada] });
  const form = hostedForm(pool, client, { ...IN_A_TAB, identityProvider: 'Google' });
  const refusing = await openHostedUi(extension, popup, form);
  await refusing.getByRole('button', { name: 'Cancel' }).click();
  await waitForSession(popup, { kind: 'signedOut', problem: { code: 'hostedUiRefused' } });
  expect(await bearerAt(sites, tab)).toBeUndefined();
  const page = await openHostedUi(extension, popup, form);
  await page.getByRole('button', { name: /Continue as Ada/ }).click();
  await waitForSession(popup, { kind: 'signedIn', username: 'Google_123' });
  const claims = await verifyIdToken(pool, client, await bearerAt(sites, tab));
  expect(claims['cognito:username']).toBe('Google_123');
});

for (const [where, values] of [
  ['the tab', IN_A_TAB],
  ['the browser’s own window', {}],
] as const)
  test(`closing ${where} cancels, and the next try works`, async ({
    extension,
    pool,
    sites,
    tab,
    popup: { page: popup },
  }) => {
    const client = addHostedClient(extension, pool);
    const login = await openHostedUi(extension, popup, hostedForm(pool, client, values));
    await login.getByLabel('Username').waitFor();
    await login.close();
    await waitForSession(popup, { kind: 'signedOut', problem: { code: 'hostedUiCancelled' } });
    expect(await bearerAt(sites, tab)).toBeUndefined();
    await signInAt(await openHostedUi(extension, popup, hostedForm(pool, client, values)));
    await waitForSession(popup, SIGNED_IN);
    await verifyIdToken(pool, client, await bearerAt(sites, tab));
  });

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

test('client credentials bring an access token without a user', async ({
  extension,
  pool,
  sites,
  tab,
  popup: { page: popup },
}) => {
  const settings = { clientSecret: 's3cret', oauthFlows: ['client_credentials'] } as const;
  const client = addHostedClient(extension, pool, settings);
  const values = { signInMethod: 'clientCredentials', oauthScopes: 'api/read' } as const;
  const wrong = hostedForm(pool, client, { ...values, clientSecret: 'wrong' });
  const refused = await ask(popup, { type: 'signIn', form: wrong, credential: '' });
  expect(refused.session).toMatchObject({ kind: 'signedOut', problem: { code: 'clientSecretWrong' } });
  await ask(popup, { type: 'changeSettings', settings: { holdNavigations: false } });
  expect(await bearerAt(sites, tab)).toBeUndefined();
  await ask(popup, { type: 'signIn', form: { ...wrong, clientSecret: 's3cret' }, credential: '' });
  const claims = await verifyToken(pool, client, 'access', await bearerAt(sites, tab));
  expect(claims).toMatchObject({ sub: client.clientId, scope: 'api/read' });
});
