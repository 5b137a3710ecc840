import {
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type CustomFetchOptions,
  customFetch,
  genericTokenEndpointRequest,
  None,
  revocationRequest,
} from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { AppClient } from '../app-client';
import { type JsonObject, readJson, send, serverTimeMsOf } from '../http';
import type { Platform } from '../platform';
import type { ReceivedTokens, TokenAnswer } from '../tokens/token-set';
import { type HostedUiServer, isLocalHttp, takesSecretInBody } from './hosted-ui-server';
import { type Codes, tokenError } from './oauth-errors';

type TokenRequest = CustomFetchOptions<'POST', URLSearchParams>;

export interface TokenEndpointPorts {
  readonly server: HostedUiServer;
  readonly appClient: AppClient;
  readonly platform: Pick<Platform, 'fetch' | 'now'>;
}

/**
 * The endpoints of a hosted UI that issue tokens and revoke them. Each method throws `AuthError` where they refuse.
 * The library sends the calls. The answers are read here, because the library would check an id token against the local
 * clock, which may be wrong, and knows a single issuer for each pool.
 * Source: RFC 6749 sections 4.1.3, 4.4.2 and 6; RFC 7009; Cognito developer guide, "The token issuer endpoint".
 */
export class TokenEndpoint {
  readonly #ports: TokenEndpointPorts;
  readonly #client: readonly [HostedUiServer, Client, ClientAuth];

  constructor(ports: TokenEndpointPorts) {
    const { server, appClient } = ports;
    this.#ports = ports;
    this.#client = [server, { client_id: appClient.clientId }, clientAuthOf(server, appClient.clientSecret)];
  }

  /** @param code of an answer that belongs to this attempt */
  exchangeCode({ redirectUri, codeVerifier }: HostedUiAttempt, code: string): Promise<TokenAnswer> {
    const parameters = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
    return this.#tokens('authorization_code', parameters, { invalid_grant: 'hostedUiCodeRefused' });
  }

  refresh(refreshToken: string): Promise<TokenAnswer> {
    const parameters = { refresh_token: refreshToken };
    return this.#tokens('refresh_token', parameters, { invalid_grant: 'refreshTokenRevoked' });
  }

  /** @param scopes all that the app client may have if there are none */
  signInAsClient(scopes: readonly string[]): Promise<TokenAnswer> {
    return this.#tokens('client_credentials', scopes.length > 0 ? { scope: scopes.join(' ') } : {}, {});
  }

  async revoke(refreshToken: string): Promise<void> {
    const response = await this.#revoke(refreshToken);
    // Cognito developer guide, "The token revocation endpoint": this error says that the app client revokes no tokens.
    if (!response.ok) throw await this.#errorOf(response, { invalid_request: 'tokenNotRevocable' });
  }

  // Cognito lists for its token endpoint alone what it takes. Of this one its developer guide ("The token revocation
  // endpoint") knows Basic only, so a secret that it does not find in the body goes there.
  async #revoke(refreshToken: string): Promise<Response> {
    const transport = this.#transport('revocation_endpoint');
    const response = await revocationRequest(...this.#client, refreshToken, transport);
    const { clientSecret } = this.#ports.appClient;
    const [server, client] = this.#client;
    if (response.status !== 401 || clientSecret === null || !takesSecretInBody(server)) return response;
    return revocationRequest(server, client, ClientSecretBasic(clientSecret), refreshToken, transport);
  }

  async #tokens(
    grantType: string,
    parameters: Record<string, string>,
    meanings: Codes,
  ): Promise<TokenAnswer> {
    const transport = this.#transport('token_endpoint');
    const sentAtMs = this.#ports.platform.now();
    const response = await genericTokenEndpointRequest(...this.#client, grantType, parameters, transport);
    if (!response.ok) throw await this.#errorOf(response, meanings);
    const body = await readJson(response);
    return { received: receivedFrom(body), sentAtMs, serverTimeMs: serverTimeMsOf(response) };
  }

  async #errorOf(response: Response, meanings: Codes): Promise<AuthError> {
    const hasSecret = this.#ports.appClient.clientSecret !== null;
    return tokenError(response.status, await readJson(response), meanings, hasSecret);
  }

  /** How the library sends a request. Plain http is allowed on this machine only. */
  #transport(endpoint: 'token_endpoint' | 'revocation_endpoint') {
    const { server, platform } = this.#ports;
    return {
      [customFetch]: (url: string, init: TokenRequest) => send(platform.fetch, url, init),
      [allowInsecureRequests]: isLocalHttp(server[endpoint]),
    };
  }
}

/**
 * Tokens under their OAuth names.
 * @throws AuthError `tokenRejected` for tokens that are no bearer tokens (RFC 6749 section 7.1)
 */
export function receivedFrom(body: JsonObject): ReceivedTokens {
  const { token_type, id_token, access_token, refresh_token } = body;
  if (typeof token_type !== 'string' || token_type.toLowerCase() !== 'bearer')
    throw new AuthError('tokenRejected', 'token_type');
  return { id: id_token, access: access_token, refresh: refresh_token };
}

function clientAuthOf(server: HostedUiServer, clientSecret: string | null): ClientAuth {
  if (clientSecret === null) return None();
  return takesSecretInBody(server) ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}
