import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { AppClient, AppClientSettings } from '../user-pool/app-clients';
import type { UserPool } from '../user-pool/start-user-pool';
import type { NewUser } from '../user-pool/users';
import type { Popup } from './popup';

export const PASSWORD = 'Corr3ct-horse!';
export const API = 'api.example.com';

/** What the user types to sign in as alice by default; every part can be replaced. */
export function formFor(
  pool: UserPool,
  client: AppClient,
  values: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    'User pool ID': pool.userPoolId,
    'App client ID': client.clientId,
    'API hosts': API,
    Username: 'alice',
    Password: PASSWORD,
    ...values,
  };
}

/** Adds alice and an app client to the pool and signs her in by the popup. */
export async function signInAlice(
  pool: UserPool,
  popup: Popup,
  settings: Partial<AppClientSettings> = {},
  values: Readonly<Record<string, string>> = {},
): Promise<AppClient> {
  const client = pool.addClient(settings);
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
  await popup.submitSignIn(formFor(pool, client, values));
  await popup.signedInAs('alice').waitFor();
  return client;
}

/** Adds a user who will be asked something, and signs in up to that question. */
export async function signInUpToChallenge(
  pool: UserPool,
  popup: Popup,
  user: Partial<NewUser>,
): Promise<void> {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD, ...user });
  await popup.submitSignIn(formFor(pool, client));
  await popup.button('Continue').waitFor();
}

/** What the user types for one of the other sign-in methods: the method, then its own fields. */
export function formBy(
  method: string,
  pool: UserPool,
  client: AppClient,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    'User pool ID': pool.userPoolId,
    'App client ID': client.clientId,
    'API hosts': API,
    'Sign-in method': method,
    ...values,
  };
}

/** Verifies an id token as an API would, with AWS's own library. @returns its claims */
export async function verifyIdToken(pool: UserPool, client: AppClient, authorization: string | undefined) {
  return verifyToken(pool, client, 'id', authorization);
}

/** Verifies a token as an API would, with AWS's own library. @returns its claims */
export async function verifyToken(
  pool: UserPool,
  client: AppClient,
  tokenUse: 'id' | 'access',
  authorization: string | undefined,
) {
  const { userPoolId } = pool;
  const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId: client.clientId });
  verifier.cacheJwks(pool.jwks as Parameters<typeof verifier.cacheJwks>[0]);
  return verifier.verify(authorization?.replace(/^Bearer /, '') ?? '');
}
