import { expect } from 'playwright/test';
import { textOf } from './support/catalogue';
import { FLOWS_ELSEWHERE, signInElsewhere } from './support/elsewhere';
import { expectProblemBelow } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formFor, PASSWORD, signInAlice, verifyToken } from './support/story';
import type { Forgery } from './user-pool/levers';

/** The sentence of each forgery, and the check that the token did not pass. */
const FORGERIES: Readonly<Record<Forgery, readonly [key: string, ...check: string[]]>> = {
  otherUser: ['authError_otherUser'],
  otherClient: ['authError_tokenRejected', 'access: client'],
  wrongIssuer: ['authError_tokenRejected', 'access: issuer'],
  expired: ['authError_tokenRejected', 'access: issuedAt'],
  wrongTokenUse: ['authError_tokenRejected', 'access: malformed'],
  badSignature: ['authError_tokenRejected', 'access: signature'],
  algNone: ['authError_tokenRejected', 'access: malformed'],
};

test('no token that the pool should not have given is attached after a sign-in', async ({
  pool,
  popup,
  api,
}) => {
  const client = pool.addClient();
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  await popup.fill(formFor(pool, client));
  for (const [forgery, [key, ...check]] of Object.entries(FORGERIES)) {
    pool.forgeNextTokens(forgery as Forgery);
    await popup.submitSignIn({ Password: PASSWORD });
    await expectProblemBelow(popup, key, ...check);
    await expectNoToken(api);
  }
  await popup.submitSignIn({ Password: PASSWORD });
  await expectSignedIn(popup, api, { pool, client, user });
});

test('no token that the pool should not have given is attached after a refresh', async ({
  pool,
  popup,
  api,
}) => {
  const client = await signInAlice(pool, popup);
  for (const forgery of Object.keys(FORGERIES)) {
    const before = await api.request();
    await verifyToken(pool, client, 'id', before);
    pool.forgeNextTokens(forgery as Forgery);
    const { length } = pool.callsOf('GetTokensFromRefreshToken');
    await popup.button('Refresh now').click();
    await expect.poll(() => pool.callsOf('GetTokensFromRefreshToken').length).toBeGreaterThan(length);
    await expect(popup.alert).toHaveText(/\w/);
    expect([before, undefined]).toContain(await api.request());

    // The positive control: the next honest tokens arrive.
    if (await popup.button('Sign in').isVisible()) await popup.submitSignIn({ Password: PASSWORD });
    else await popup.button('Refresh now').click();
    await expect.poll(() => api.request()).not.toBe(before);
    await expect.poll(() => api.request()).toMatch(/^Bearer /);
    // Else the next one's alert could not be told from this one's.
    await expect(popup.alert).toHaveCount(0);
  }
});

test('a challenge that nobody knows is named, attaches nothing and leads to the hosted UI', async ({
  pool,
  popup,
  api,
}) => {
  const client = pool.addClient();
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  pool.askNext('RETINA_SCAN');
  await popup.submitSignIn(formFor(pool, client));
  await popup.asked('This sign-in cannot go on here');
  await popup.page.getByText(textOf('authError_challengeUnsupported', 'RETINA_SCAN')).waitFor();
  await expectNoToken(api);
  await popup.button('Use the hosted UI').click();
  await expect(popup.field('Sign-in method')).toBeVisible();
  await expect(popup.field('Sign-in method')).toHaveValue('hostedUi');
  await expectNoToken(api);

  await popup.submitSignIn({ 'Sign-in method': 'Password (SRP)', Password: PASSWORD });
  await expectSignedIn(popup, api, { pool, client, user });
});

test('"Sign out everywhere" ends the other sessions of the user too; "Sign out" does not', async ({
  pool,
  popup,
  api,
}) => {
  const client = await signInAlice(pool, popup, { authFlows: FLOWS_ELSEWHERE });
  const other = await signInElsewhere(pool, client);
  expect(await api.request()).toMatch(/^Bearer /);
  await popup.button('Sign out').click();
  await expect.poll(() => pool.callsOf('RevokeToken').map(({ status }) => status)).toEqual([200]);
  expect(pool.refreshTokenIsLive(other.refreshToken)).toBe(true);

  await popup.submitSignIn({ Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
  await popup.button('Other ways to sign out').click();
  await popup.button('Sign out everywhere').click();
  await popup.button('Sign in').waitFor();
  expect(await api.request()).toBeUndefined();
  await expect.poll(() => pool.refreshTokenIsLive(other.refreshToken)).toBe(false);
});
