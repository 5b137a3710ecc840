import {
  type AuthenticationResultType,
  type AuthFlowType,
  type ChallengeNameType,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient } from '../app-clients';
import type { UserPool } from '../start-user-pool';

/** The app client settings that let a test send a password without the SRP arithmetic. */
export const WITH_PASSWORD_AUTH = { authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };

/** The AWS SDK, which parses the wire as Amazon's own clients do. It does not retry, so every call is one call. */
export class SdkClient {
  readonly sdk: CognitoIdentityProviderClient;
  readonly #clientId: string;

  constructor(pool: UserPool, client: Pick<AppClient, 'clientId'>) {
    this.#clientId = client.clientId;
    this.sdk = new CognitoIdentityProviderClient({
      region: pool.region,
      endpoint: pool.endpoint,
      maxAttempts: 1,
    });
  }

  initiate(
    AuthFlow: AuthFlowType,
    AuthParameters: Record<string, string>,
    Session?: string,
  ): Promise<InitiateAuthCommandOutput> {
    return this.sdk.send(
      new InitiateAuthCommand({ AuthFlow, ClientId: this.#clientId, AuthParameters, Session }),
    );
  }

  signIn(USERNAME: string, PASSWORD: string, more = {}): Promise<InitiateAuthCommandOutput> {
    return this.initiate('USER_PASSWORD_AUTH', { USERNAME, PASSWORD, ...more });
  }

  /** Signs in a user without challenges and gives the tokens. */
  async tokens(username: string, password: string): Promise<Tokens> {
    return tokensOf(await this.signIn(username, password));
  }

  respond(ChallengeName: ChallengeNameType, Session: string | undefined, responses: Record<string, string>) {
    return this.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: this.#clientId,
        ChallengeName,
        Session,
        ChallengeResponses: responses,
      }),
    );
  }

  refresh(RefreshToken: string, more: { ClientSecret?: string; DeviceKey?: string } = {}) {
    const input = { ClientId: this.#clientId, RefreshToken, ...more };
    return this.sdk.send(new GetTokensFromRefreshTokenCommand(input));
  }
}

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
}

export function tokensOf(output: { AuthenticationResult?: AuthenticationResultType | undefined }): Tokens {
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = output.AuthenticationResult ?? {};
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
}
