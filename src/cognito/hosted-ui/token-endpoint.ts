import {
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  None,
  refreshTokenGrantRequest,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { Platform } from '../platform';
import type { ReceivedTokens } from '../tokens/token-set';
import type { AppClient } from '../user-pools-api/app-client';
import { serverTimeMsOf } from '../user-pools-api/http';
import type { HostedUiServer } from './hosted-ui-server';
import { type Codes, tokenError } from './oauth-errors';
import { readJson, transportTo } from './oauth-transport';

/** Tokens as they came, and when. */
export interface TokenAnswer {
  readonly received: ReceivedTokens;
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** The pool's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
}

/**
 * The endpoints of a hosted UI that hand out tokens and take them back. Each throws `AuthError` where they refuse.
 * The library sends the calls; the answers are read here, because it would judge an id token by the local clock, which
 * may be wrong, and holds each pool to a single issuer.
 * Source: RFC 6749 sections 4.1.3, 4.4.2 and 6; RFC 7009; Cognito developer guide, "The token issuer endpoint".
 */
export class TokenEndpoint {
  readonly #server: HostedUiServer;
  readonly #clientSecret: string | null;
  readonly #client: Client;
  readonly #clientAuth: ClientAuth;
  readonly #platform: Pick<Platform, 'fetch' | 'now'>;

  constructor(
    server: HostedUiServer,
    { clientId, clientSecret }: AppClient,
    platform: Pick<Platform, 'fetch' | 'now'>,
  ) {
    this.#server = server;
    this.#clientSecret = clientSecret;
    this.#client = { client_id: clientId };
    this.#clientAuth = clientAuthOf(server, clientSecret);
    this.#platform = platform;
  }

  /** @param parameters of the answer, which belong to this attempt */
  exchangeCode(attempt: HostedUiAttempt, parameters: URLSearchParams): Promise<TokenAnswer> {
    const { state, redirectUri, codeVerifier } = attempt;
    // The issuer was compared with both of the pool's, of which the library knows one.
    const issued = new URLSearchParams(parameters);
    issued.delete('iss');
    const callback = validateAuthResponse(this.#server, this.#client, issued, state);
    return this.#tokens({ invalid_grant: 'hostedUiCodeRefused' }, () =>
      authorizationCodeGrantRequest(
        ...this.#as(),
        callback,
        redirectUri,
        codeVerifier,
        this.#transport(this.#server.token_endpoint),
      ),
    );
  }

  refresh(refreshToken: string): Promise<TokenAnswer> {
    return this.#tokens({ invalid_grant: 'refreshTokenRevoked' }, () =>
      refreshTokenGrantRequest(...this.#as(), refreshToken, this.#transport(this.#server.token_endpoint)),
    );
  }

  /** @param scopes all that the app client may have if there are none */
  signInAsClient(scopes: readonly string[]): Promise<TokenAnswer> {
    const parameters = scopes.length > 0 ? { scope: scopes.join(' ') } : {};
    return this.#tokens({}, () =>
      clientCredentialsGrantRequest(
        ...this.#as(),
        new URLSearchParams(parameters),
        this.#transport(this.#server.token_endpoint),
      ),
    );
  }

  async revoke(refreshToken: string): Promise<void> {
    const transport = this.#transport(this.#server.revocation_endpoint);
    const response = await revocationRequest(...this.#as(), refreshToken, transport);
    // Cognito developer guide, "The token revocation endpoint": so it says that the app client revokes no tokens.
    if (!response.ok) throw await this.#errorOf(response, { invalid_request: 'tokenNotRevocable' });
  }

  async #tokens(meanings: Codes, ask: () => Promise<Response>): Promise<TokenAnswer> {
    const sentAtMs = this.#platform.now();
    const response = await ask();
    if (!response.ok) throw await this.#errorOf(response, meanings);
    const body = await readJson(response);
    return { received: receivedFrom(body), sentAtMs, serverTimeMs: serverTimeMsOf(response) };
  }

  async #errorOf(response: Response, meanings: Codes): Promise<AuthError> {
    const hasSecret = this.#clientSecret !== null;
    return tokenError(response.status, await readJson(response), meanings, hasSecret);
  }

  #as(): [HostedUiServer, Client, ClientAuth] {
    return [this.#server, this.#client, this.#clientAuth];
  }

  #transport(endpoint: string) {
    return transportTo(endpoint, this.#platform.fetch);
  }
}

/**
 * Tokens under their OAuth names.
 * @throws AuthError `tokenRejected` for tokens that are not to be borne (RFC 6749 section 7.1)
 */
export function receivedFrom(body: Readonly<Record<string, unknown>>): ReceivedTokens {
  const { token_type, id_token, access_token, refresh_token } = body;
  if (typeof token_type !== 'string' || token_type.toLowerCase() !== 'bearer')
    throw new AuthError('tokenRejected', 'token_type');
  return { id: id_token, access: access_token, refresh: refresh_token };
}

// Basic is what every server has to take (RFC 6749 section 2.3.1).
function clientAuthOf(server: HostedUiServer, clientSecret: string | null): ClientAuth {
  if (clientSecret === null) return None();
  const methods = server.token_endpoint_auth_methods_supported ?? [];
  const isBodyOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return isBodyOnly ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}
