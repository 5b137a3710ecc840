import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppClient } from '../app-clients';
import { generateSigningKeys } from '../signing-keys';
import { startUserPool, type UserPool } from '../start-user-pool';
import { CALLBACK, HOSTED_APP } from '../testing/hosted-app';
import { TestBrowser } from '../testing/test-browser';

const PASSWORD = 'Correct-horse-1';
const SECRET = 'the secret: + & %';
const OVER_HTTP = { [oauth.allowInsecureRequests]: true };

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;
let server: oauth.AuthorizationServer;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  client = pool.addClient({
    ...HOSTED_APP,
    clientSecret: SECRET,
    oauthFlows: ['code', 'client_credentials'],
  });
  pool.addUser({ username: 'ada', password: PASSWORD, email: 'ada@example.com' });
  // The address of the issuer is Amazon's, so the library cannot look for the document itself.
  const discovery = await fetch(`${pool.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`);
  server = await oauth.processDiscoveryResponse(new URL(pool.issuer), discovery);
});

afterEach(() => pool.close());

const withBasic = () => oauth.ClientSecretBasic(SECRET);

/** The authorization code grant with PKCE, state and nonce, each checked by the library. */
async function signIn(): Promise<{ tokens: oauth.TokenEndpointResponse; nonce: string }> {
  const [state, nonce, verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ];
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: CALLBACK,
    scope: 'openid email',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const browser = new TestBrowser(pool);
  await browser.open(url.href);
  const callback = await browser.signIn('ada', PASSWORD);
  const app = { client_id: client.clientId };
  const parameters = oauth.validateAuthResponse(server, app, callback.url, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    app,
    withBasic(),
    parameters,
    CALLBACK,
    verifier,
    OVER_HTTP,
  );
  const checks = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(server, app, response, checks);
  await oauth.validateApplicationLevelSignature(server, response, OVER_HTTP);
  return { tokens, nonce };
}

it('signs in, refreshes, reads the user, and revokes', async () => {
  const app = { client_id: client.clientId };
  const { tokens } = await signIn();
  const { sub = '' } = oauth.getValidatedIdTokenClaims(tokens) ?? {};

  const info = await oauth.userInfoRequest(server, app, tokens.access_token, OVER_HTTP);
  expect(await oauth.processUserInfoResponse(server, app, sub, info)).toMatchObject({
    email: 'ada@example.com',
  });

  const refreshToken = tokens.refresh_token ?? '';
  const again = await oauth.refreshTokenGrantRequest(server, app, withBasic(), refreshToken, OVER_HTTP);
  const refreshed = await oauth.processRefreshTokenResponse(server, app, again);
  expect(oauth.getValidatedIdTokenClaims(refreshed)?.sub).toBe(sub);

  const revoked = await oauth.revocationRequest(server, app, withBasic(), refreshToken, OVER_HTTP);
  await oauth.processRevocationResponse(revoked);
  const late = await oauth.refreshTokenGrantRequest(server, app, withBasic(), refreshToken, OVER_HTTP);
  await expect(oauth.processRefreshTokenResponse(server, app, late)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

it('gives an app a token of its own', async () => {
  const app = { client_id: client.clientId };
  const asked = { scope: 'api/read' };
  const response = await oauth.clientCredentialsGrantRequest(server, app, withBasic(), asked, OVER_HTTP);
  expect(await oauth.processClientCredentialsResponse(server, app, response)).toMatchObject({
    token_type: 'bearer',
  });
});

it.each([
  ['another state', { state: 'forged' }],
  ['no state', { state: '' }],
  ['two states', { duplicate: 'state' as const }],
  ['two codes', { duplicate: 'code' as const }],
  ['another issuer', { iss: 'https://evil.example' }],
  ['an error', { error: 'access_denied', errorDescription: 'no' }],
  ['another code', { code: 'forged' }],
])('leaves the library reason to refuse a redirect with %s', async (_, tampering) => {
  pool.tamperNextRedirect(tampering);
  await expect(signIn()).rejects.toThrow();
  await expect(signIn()).resolves.toHaveProperty('tokens');
});

it.each([
  ['another nonce', { nonce: 'forged' }],
  ['no nonce', { idClaims: { nonce: undefined } }],
  ['another audience', { idClaims: { aud: 'another-client' } }],
  ['another issuer', { idClaims: { iss: 'https://evil.example' } }],
  ['a past expiry', { idClaims: { exp: 1 } }],
  ['another token type', { tokenType: 'mac' }],
  ['no id token', { omit: ['id_token'] }],
  ['no access token', { omit: ['access_token'] }],
  ['a page', { html: true }],
])('leaves the library reason to refuse an answer with %s', async (_, tampering) => {
  pool.tamperNextTokenAnswer(tampering);
  await expect(signIn()).rejects.toThrow();
  await expect(signIn()).resolves.toHaveProperty('tokens');
});
