import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { temporaryFolder } from '../support/temporary-folder';
import { startChildServer } from './child-server';

/** An independent emulator with one pool, one app client and one user. */
export interface CognitoLocal {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly callbackUrl: string;
  /** Adds a user whose password an administrator has set for good, or for one sign-in. */
  addUser(email: string, password: string, options?: { isTemporary: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const CALLBACK_URL = 'http://localhost:3000/callback';

/** Starts cognito-local (npm), unmodified, in a process and a folder of its own. */
export async function startCognitoLocal(): Promise<CognitoLocal> {
  const folder = await temporaryFolder('cognito-local-');
  const script = createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js');
  const server = await startChildServer(script, folder, { HOST: '127.0.0.1', PORT: '0' });
  const api = new CognitoIdentityProviderClient({
    endpoint: server.url,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await api.send(new CreateUserPoolCommand({ PoolName: 'other' }));
  const { UserPoolClient } = await api.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool?.Id,
      ClientName: 'other',
      CallbackURLs: [CALLBACK_URL],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      AllowedOAuthFlowsUserPoolClient: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const [userPoolId, clientId] = [UserPool?.Id ?? '', UserPoolClient?.ClientId ?? ''];
  return {
    endpoint: server.url,
    userPoolId,
    clientId,
    callbackUrl: CALLBACK_URL,
    addUser: async (email, password, { isTemporary } = { isTemporary: false }) => {
      const { User } = await api.send(
        new AdminCreateUserCommand({
          UserPoolId: userPoolId,
          Username: email,
          MessageAction: 'SUPPRESS',
          TemporaryPassword: password,
        }),
      );
      if (isTemporary) return;
      const change = {
        UserPoolId: userPoolId,
        Username: User?.Username,
        Password: password,
        Permanent: true,
      };
      await api.send(new AdminSetUserPasswordCommand(change));
    },
    stop: async () => {
      api.destroy();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
