import { randomBytes, randomInt } from 'node:crypto';
import { CognitoError } from './cognito-error';

/** The settings of an app client that the API can see (UserPoolClientType of the Cognito API). */
export interface AppClientSettings {
  clientId: string;
  /** ExplicitAuthFlows, such as ALLOW_USER_PASSWORD_AUTH. */
  authFlows: readonly string[];
  /** `true` makes one up. */
  clientSecret: boolean | string;
  /** Real Cognito allows no less than 300 s for id and access tokens; here any number goes, so that tests are quick. */
  idTokenSeconds: number;
  accessTokenSeconds: number;
  /** How long ago tokens were made when they are given out. It shortens what is left of them, not their lifetime. */
  tokenAgeSeconds: number;
  refreshTokenSeconds: number;
  /** Refresh-token rotation; 0 s of grace means that the old token dies at once. */
  rotation: { retryGracePeriodSeconds: number } | undefined;
  enableTokenRevocation: boolean;
  preventUserExistenceErrors: boolean;
  /** AuthSessionValidity: how long a challenge may be answered. */
  authSessionSeconds: number;
  /** The scope of the access tokens. The API always gives this one; tokens from managed login may lack it. */
  scope: string;
  /** CallbackURLs: managed login redirects to exactly these. */
  callbackUrls: readonly string[];
  logoutUrls: readonly string[];
  /** AllowedOAuthFlows. */
  oauthFlows: readonly OAuthFlow[];
  /** AllowedOAuthScopes, those of resource servers (`api/read`) included. */
  oauthScopes: readonly string[];
  /** SupportedIdentityProviders: COGNITO, and names of the pool's further identity providers. */
  identityProviders: readonly string[];
}

type OAuthFlow = 'code' | 'implicit' | 'client_credentials';

export interface AppClient extends Readonly<Omit<AppClientSettings, 'clientSecret'>> {
  readonly clientSecret: string | undefined;
}

// What Cognito assumes when ExplicitAuthFlows is absent: plain passwords are off.
const DEFAULT_AUTH_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

const DEFAULT_SETTINGS = {
  authFlows: DEFAULT_AUTH_FLOWS,
  idTokenSeconds: 3600,
  accessTokenSeconds: 3600,
  tokenAgeSeconds: 0,
  refreshTokenSeconds: 30 * 24 * 3600,
  rotation: undefined,
  enableTokenRevocation: true,
  preventUserExistenceErrors: true,
  authSessionSeconds: 180,
  scope: 'aws.cognito.signin.user.admin',
  callbackUrls: [],
  logoutUrls: [],
  oauthFlows: [],
  oauthScopes: [],
  identityProviders: ['COGNITO'],
};

export class AppClients {
  readonly #clients = new Map<string, AppClient>();

  add(settings: Partial<AppClientSettings> = {}): AppClient {
    const { clientSecret, ...rest } = settings;
    const client = {
      clientId: randomClientId(),
      ...DEFAULT_SETTINGS,
      ...rest,
      clientSecret: clientSecret === true ? randomBytes(38).toString('base64url') : clientSecret || undefined,
    };
    this.#clients.set(client.clientId, client);
    return client;
  }

  /** Changes settings of an app client. What was given out stays as it is. */
  change(clientId: string, settings: Partial<Omit<AppClientSettings, 'clientId' | 'clientSecret'>>): void {
    Object.assign(this.get(clientId), settings);
  }

  find(clientId: string): AppClient | undefined {
    return this.#clients.get(clientId);
  }

  /** Gives the app client or throws what Cognito says of an unknown one. */
  get(clientId: string): AppClient {
    const client = this.find(clientId);
    if (client) return client;
    throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
}

function randomClientId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 26 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
