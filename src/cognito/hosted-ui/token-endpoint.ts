import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  None,
  refreshTokenGrantRequest,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import { isLoopback } from '../../core/profile/api-host';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { AppClient } from '../app-client';
import { type JsonObject, readJson, send, serverTimeMsOf } from '../http';
import type { Platform } from '../platform';
import type { ReceivedTokens } from '../tokens/token-set';
import type { HostedUiServer } from './hosted-ui-server';
import { type Codes, tokenError } from './oauth-errors';

interface RequestParts {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: URLSearchParams;
}

/** Tokens as they came, and when. */
export interface TokenAnswer {
  readonly received: ReceivedTokens;
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** The pool's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
}

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
  readonly #client: Client;
  readonly #clientAuth: ClientAuth;

  constructor(ports: TokenEndpointPorts) {
    this.#ports = ports;
    this.#client = { client_id: ports.appClient.clientId };
    this.#clientAuth = clientAuthOf(ports.server, ports.appClient.clientSecret);
  }

  /** @param parameters of the answer, which belong to this attempt */
  exchangeCode(attempt: HostedUiAttempt, parameters: URLSearchParams): Promise<TokenAnswer> {
    const { state, redirectUri, codeVerifier } = attempt;
    // The issuer was compared with both of the pool's before; the library knows one of them.
    const issued = new URLSearchParams(parameters);
    issued.delete('iss');
    const callback = validateAuthResponse(this.#ports.server, this.#client, issued, state);
    return this.#tokens({ invalid_grant: 'hostedUiCodeRefused' }, () =>
      authorizationCodeGrantRequest(
        ...this.#as(),
        callback,
        redirectUri,
        codeVerifier,
        this.#transport('token_endpoint'),
      ),
    );
  }

  refresh(refreshToken: string): Promise<TokenAnswer> {
    return this.#tokens({ invalid_grant: 'refreshTokenRevoked' }, () =>
      refreshTokenGrantRequest(...this.#as(), refreshToken, this.#transport('token_endpoint')),
    );
  }

  /** @param scopes all that the app client may have if there are none */
  signInAsClient(scopes: readonly string[]): Promise<TokenAnswer> {
    const parameters = scopes.length > 0 ? { scope: scopes.join(' ') } : {};
    return this.#tokens({}, () =>
      clientCredentialsGrantRequest(
        ...this.#as(),
        new URLSearchParams(parameters),
        this.#transport('token_endpoint'),
      ),
    );
  }

  async revoke(refreshToken: string): Promise<void> {
    const transport = this.#transport('revocation_endpoint');
    const response = await revocationRequest(...this.#as(), refreshToken, transport);
    // Cognito developer guide, "The token revocation endpoint": this error says that the app client revokes no tokens.
    if (!response.ok) throw await this.#errorOf(response, { invalid_request: 'tokenNotRevocable' });
  }

  async #tokens(meanings: Codes, ask: () => Promise<Response>): Promise<TokenAnswer> {
    const sentAtMs = this.#ports.platform.now();
    const response = await ask();
    if (!response.ok) throw await this.#errorOf(response, meanings);
    const body = await readJson(response);
    return { received: receivedFrom(body), sentAtMs, serverTimeMs: serverTimeMsOf(response) };
  }

  async #errorOf(response: Response, meanings: Codes): Promise<AuthError> {
    const hasSecret = this.#ports.appClient.clientSecret !== null;
    return tokenError(response.status, await readJson(response), meanings, hasSecret);
  }

  #as(): [HostedUiServer, Client, ClientAuth] {
    return [this.#ports.server, this.#client, this.#clientAuth];
  }

  /** How the library sends a request. Plain http is allowed on this machine only. */
  #transport(endpoint: 'token_endpoint' | 'revocation_endpoint') {
    const { server, platform } = this.#ports;
    const { protocol, hostname } = new URL(server[endpoint]);
    return {
      [customFetch]: (url: string, { method, headers, body }: RequestParts) =>
        send(platform.fetch, url, { method, headers, body }),
      [allowInsecureRequests]: protocol === 'http:' && isLoopback(hostname),
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

// Every server has to accept Basic (RFC 6749 section 2.3.1).
function clientAuthOf(server: HostedUiServer, clientSecret: string | null): ClientAuth {
  if (clientSecret === null) return None();
  const methods = server.token_endpoint_auth_methods_supported ?? [];
  const isBodyOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return isBodyOnly ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}
