import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import {
  APP,
  APP_CALLBACK,
  addHostedClient,
  ask,
  hostedForm,
  openHostedUi,
  signInAt,
} from './support/hosted-ui';
import { bearerAt, SIGNED_IN, sessionOf, waitForSession } from './support/hosted-ui-session';
import { pageOpenedBy } from './support/opened-page';
import { API, verifyIdToken, verifyToken } from './support/story';

const IN_A_TAB = { callbackUrl: APP_CALLBACK };
/** Where the pool's own pages are shown. */
const PLACES = [
  ['the tab', IN_A_TAB],
  ['the browser’s own window', {}],
] as const;

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

for (const [where, values] of PLACES) {
  test(`A: pages on the way of a sign-in in ${where} are not held for its token, though they lie below an API host`, async ({
    extension,
    pool,
    sites,
    tab,
    popup: { page: popup },
  }) => {
    const client = addHostedClient(extension, pool);
    const form = hostedForm(pool, client, { ...values, apiHosts: '*.example.com' });
    const login = await openHostedUi(extension, popup, form);
    const poolPage = login.url();
    await ask(popup, { type: 'changeSettings', settings: { holdNavigations: true } });
    await login.goto('https://sso.example.com/page');
    expect(sites.to('sso.example.com', '/page').map(({ authorization }) => authorization)).toEqual([
      undefined,
    ]);
    // Another tab waits, as it should.
    await tab.goto(`https://${API}/page`).catch(() => undefined);
    await expect.poll(() => tab.url()).toMatch(/signing-in\.html/);
    await login.goto(poolPage);
    await signInAt(login);
    await waitForSession(popup, SIGNED_IN);
    await expect.poll(() => sites.to(API, '/page')[0]?.authorization).toMatch(/^Bearer /);
  });
}

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

  const signedOut = await pageOpenedBy(extension.context, () =>
    ask(popup, { type: 'signOut', everywhere: false, hostedUi: true }),
  );
  await signedOut.getByLabel('Username').waitFor();
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
  await waitForSession(popup, { kind: 'signedIn', problem: { code: 'hostedUiLoginRequired' } });
  // What is left of the token is used.
  expect(await bearerAt(sites, tab)).toBe(second);
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

for (const [where, values] of PLACES)
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
