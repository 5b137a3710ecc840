import { Agent } from 'node:https';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient } from '../user-pool/app-clients';
import type { UserPool } from '../user-pool/start-user-pool';
import { type Tokens, tokensOf } from '../user-pool/testing/sdk-client';
import { PASSWORD } from './story';

/** What an app client needs for `signInElsewhere`, beside what the popup needs. */
export const FLOWS_ELSEWHERE = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** Signs a user in with the AWS SDK, as another app of the user would. */
export async function signInElsewhere(
  pool: UserPool,
  { clientId }: AppClient,
  username = 'alice',
): Promise<Tokens> {
  const sdk = new CognitoIdentityProviderClient({
    region: pool.region,
    endpoint: pool.endpoint,
    // The pool's certificate is nobody's.
    requestHandler: { httpsAgent: new Agent({ rejectUnauthorized: false }) },
  });
  const AuthParameters = { USERNAME: username, PASSWORD };
  const command = new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters,
  });
  return tokensOf(await sdk.send(command));
}
