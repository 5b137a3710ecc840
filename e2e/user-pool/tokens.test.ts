import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, type Tokens, WITH_PASSWORD_AUTH } from './testing/sdk-client';

let pool: UserPool;
let client: AppClient;
let tokens: Tokens;

beforeAll(async () => {
  pool = await startUserPool();
  client = pool.addClient({ ...WITH_PASSWORD_AUTH, idTokenSeconds: 10, accessTokenSeconds: 20 });
  pool.addUser({
    username: 'ada',
    password: 'Correct-horse-1',
    email: 'ada@example.com',
    groups: ['admins'],
    attributes: { 'custom:tenant': 'acme' },
  });
  tokens = await new SdkClient(pool, client).tokens('ada', 'Correct-horse-1');
});

afterAll(() => pool.close());

function verify(tokenUse: 'id' | 'access', token: string, clientId = client.clientId) {
  const verifier = CognitoJwtVerifier.create({ userPoolId: pool.userPoolId, tokenUse, clientId });
  verifier.cacheJwks(pool.jwks);
  return verifier.verify(token);
}

it('signs id tokens that aws-jwt-verify accepts', async () => {
  const claims = await verify('id', tokens.idToken);
  expect(claims).toMatchObject({
    iss: pool.issuer,
    'cognito:username': 'ada',
    'cognito:groups': ['admins'],
    email: 'ada@example.com',
    email_verified: true,
    'custom:tenant': 'acme',
    auth_time: expect.any(Number),
    origin_jti: expect.any(String),
    event_id: expect.any(String),
  });
  expect(claims.exp - claims.iat).toBe(10);
});

it('signs access tokens that aws-jwt-verify accepts', async () => {
  const claims = await verify('access', tokens.accessToken);
  expect(claims).toMatchObject({
    username: 'ada',
    scope: 'aws.cognito.signin.user.admin',
    client_id: client.clientId,
  });
  expect(claims).not.toHaveProperty('aud');
  expect(claims.exp - claims.iat).toBe(20);
});

it('signs the two with different keys', () => {
  const kid = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid;
  expect(pool.jwks.keys.map((key) => key.kid)).toEqual([kid(tokens.idToken), kid(tokens.accessToken)]);
  expect(kid(tokens.idToken)).not.toBe(kid(tokens.accessToken));
});

it('leaves aws-jwt-verify reason to refuse', async () => {
  await expect(verify('access', tokens.idToken)).rejects.toThrow();
  await expect(verify('id', tokens.idToken, 'another-client')).rejects.toThrow();
  const keys = await generateSigningKeys();
  const verifier = CognitoJwtVerifier.create({ ...client, userPoolId: pool.userPoolId, tokenUse: 'id' });
  verifier.cacheJwks({ keys: [keys.id.jwk] });
  await expect(verifier.verify(tokens.idToken)).rejects.toThrow();
});

it('publishes its keys and its configuration', async () => {
  const base = `${pool.endpoint}/${pool.userPoolId}/.well-known`;
  expect(await (await fetch(`${base}/jwks.json`)).json()).toEqual(pool.jwks);
  expect(await (await fetch(`${base}/openid-configuration`)).json()).toMatchObject({
    issuer: pool.issuer,
    jwks_uri: `${base}/jwks.json`,
  });
});
