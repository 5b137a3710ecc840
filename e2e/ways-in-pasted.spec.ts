import { expect } from 'playwright/test';
import { FLOWS_ELSEWHERE, signInElsewhere } from './support/elsewhere';
import { expectProblemAt, expectProblemBelow } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formBy, PASSWORD } from './support/story';
import type { AppClientSettings } from './user-pool/app-clients';
import type { Forgery } from './user-pool/levers';
import type { UserPool } from './user-pool/start-user-pool';

function poolWithAlice(pool: UserPool, settings: Partial<AppClientSettings> = {}) {
  const client = pool.addClient({ authFlows: FLOWS_ELSEWHERE, ...settings });
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  return { pool, client, user };
}

test('refresh token: a revoked one is refused, a live one signs in and goes on renewing', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  const { refreshToken: revoked } = await signInElsewhere(pool, alice.client);
  pool.revokeAllTokens('alice');
  await popup.submitSignIn(formBy('Refresh token', pool, alice.client, { 'Refresh token': revoked }));
  await expectProblemAt(popup, 'Refresh token', 'authError_refreshTokenRevoked');
  await expectNoToken(api);

  const { refreshToken } = await signInElsewhere(pool, alice.client);
  await popup.submitSignIn({ 'Refresh token': refreshToken });
  await expectSignedIn(popup, api, alice);
  await popup.button('Refresh now').click();
  await expect.poll(() => new Set(api.tokensArrived).size).toBe(1);
  await expect.poll(api.request.bind(api)).not.toBe(api.tokensArrived[0]);
});

test('just a token: attached until its exp, and not a moment longer', async ({ pool, sites, popup, api }) => {
  const alice = poolWithAlice(pool);
  await popup.fill(formBy('Just a token', pool, alice.client, {}));
  const signIn = async () => {
    const { idToken } = await signInElsewhere(pool, alice.client);
    await popup.submitSignIn({ 'Token (JWT)': `Bearer ${idToken}` });
    await expectSignedIn(popup, api, alice);
    expect(api.tokensArrived.at(-1)).toBe(`Bearer ${idToken}`);
    return idToken;
  };
  // First one that lives for long, which tells how long it takes on this machine.
  const begunMs = Date.now();
  await signIn();
  const takenMs = Date.now() - begunMs;
  await popup.button('Sign out').click();
  pool.changeClient(alice.client.clientId, { idTokenSeconds: 10 + Math.ceil((5 * takenMs) / 1000) });
  const idToken = await signIn();

  await expect.poll(api.request.bind(api)).toBeUndefined();
  const { exp } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
  const latest = sites.requests.filter(({ authorization }) => authorization === `Bearer ${idToken}`);
  for (const { atMs } of latest) expect(atMs).toBeLessThan(exp * 1000);
  expect(pool.callsOf('GetTokensFromRefreshToken')).toEqual([]);
});

test('just a token: whatever is not a valid token of this app client is refused, and why is said', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  await popup.fill(formBy('Just a token', pool, alice.client, {}));
  const forgeries: readonly (readonly [Forgery, string])[] = [
    ['wrongIssuer', 'id: issuer'],
    ['otherClient', 'id: client'],
    ['badSignature', 'id: signature'],
    ['algNone', 'id: malformed'],
  ];
  for (const [forgery, check] of forgeries) {
    pool.forgeNextTokens(forgery);
    const { idToken } = await signInElsewhere(pool, alice.client);
    await popup.submitSignIn({ 'Token (JWT)': idToken });
    await expectProblemBelow(popup, 'authError_tokenRejected', check);
  }
  pool.forgeNextTokens('expired');
  const expired = await signInElsewhere(pool, alice.client);
  await popup.submitSignIn({ 'Token (JWT)': expired.idToken });
  await expectProblemAt(popup, 'Token (JWT)', 'authError_tokenExpired');
  const { accessToken, idToken } = await signInElsewhere(pool, alice.client);
  await popup.submitSignIn({ 'Token (JWT)': accessToken });
  await expectProblemAt(popup, 'Token (JWT)', 'authError_tokenUseMismatch', 'Access token');
  await expectNoToken(api);

  // The positive controls: the same access token where it is the chosen kind, and the id token that came with it.
  await popup.submitSignIn({ Token: 'Access token', 'Token (JWT)': accessToken });
  await expectSignedIn(popup, api, { ...alice, tokenUse: 'access' });
  await popup.button('Sign out').click();
  await popup.submitSignIn({ Token: 'ID token', 'Token (JWT)': idToken });
  await expectSignedIn(popup, api, alice);
});
