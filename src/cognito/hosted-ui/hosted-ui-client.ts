import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import { DEFAULT_SCOPES } from '../../core/profile/hosted-ui';
import type { Profile } from '../../core/profile/profile';
import type { Prompt } from '../../core/profile/sign-in-method';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { TokenSet } from '../../core/session/token';
import type { AppClient } from '../app-client';
import type { AuthStep, KeepGrant } from '../auth-step';
import type { Platform } from '../platform';
import { keepingBy, parseTokenSet, type SentRefreshToken, type TokenAnswer } from '../tokens/token-set';
import type { TokenVerifier } from '../tokens/token-verifier';
import { readAuthorizationAnswer } from './authorization-answer';
import { domainOf, type HostedUiServer, hostedUiServerOf } from './hosted-ui-server';
import { receivedFrom, TokenEndpoint } from './token-endpoint';

type Redirect = AuthStep & { kind: 'redirect' };

export interface HostedUiClientPorts {
  readonly profile: Profile;
  readonly appClient: AppClient;
  readonly platform: Platform;
  readonly verifier: TokenVerifier;
  readonly keep: KeepGrant;
  readonly responseType: HostedUiAttempt['responseType'];
}

/**
 * A client of the hosted UI of one user pool: authorization code with PKCE, the implicit grant, client credentials.
 * Every method throws `AuthError` where the pool refuses or cannot be reached.
 * Source: RFC 6749, RFC 7636, RFC 9700; Cognito developer guide, "User pool endpoints and managed login reference".
 */
export class HostedUiClient {
  readonly #ports: HostedUiClientPorts;

  constructor(ports: HostedUiClientPorts) {
    this.#ports = ports;
  }

  /** Begins a sign-in on the pool's own pages. */
  signIn(): Promise<Redirect> {
    return this.#begin(this.#ports.profile.hostedUi.prompt);
  }

  /** @param answerUrl the callback URL with what the pool has added */
  async finish(attempt: HostedUiAttempt, answerUrl: string): Promise<TokenSet> {
    const { appClient, verifier, keep } = this.#ports;
    const parameters = readAuthorizationAnswer(attempt, answerUrl, appClient.isIssuer);
    const answer =
      attempt.responseType === 'code'
        ? await (await this.#tokenEndpoint()).exchangeCode(attempt, parameters.get('code') ?? '')
        : this.#implicitAnswer(parameters);
    // Only an id token repeats the nonce, so an answer must not leave it out.
    const asksForIdToken = this.#commonParameters().scope.split(' ').includes('openid');
    const required = asksForIdToken ? (['id', 'access'] as const) : (['access'] as const);
    const expected = { required, nonce: attempt.nonce, keep: keepingBy(keep, 'tokenEndpoint') };
    const tokens = await parseTokenSet(answer, expected, verifier);
    return { ...tokens, renewal: this.#renewalOf(tokens) };
  }

  /** Signs in as the app client itself, without a user: an access token only. */
  async signInAsClient(): Promise<TokenSet> {
    const { appClient, profile, verifier } = this.#ports;
    if (appClient.clientSecret === null) throw new AuthError('clientSecretMissing');
    const endpoint = await this.#tokenEndpoint();
    const answer = await endpoint.signInAsClient(profile.hostedUi.scopes);
    const tokens = await parseTokenSet(answer, { required: ['access'] }, verifier);
    return { ...tokens, renewal: 'clientCredentials' };
  }

  /** New tokens. The result holds the refresh token to keep: a rotated one if it came, else the same. */
  async refresh(sent: SentRefreshToken): Promise<TokenSet> {
    const answer = await (await this.#tokenEndpoint()).refresh(sent.refreshToken);
    const tokens = await parseTokenSet(answer, { required: ['access'], sent }, this.#ports.verifier);
    return { ...tokens, renewal: 'tokenEndpoint' };
  }

  /** New tokens of the user who is still signed in to the hosted UI, which is not shown. */
  async signInSilently(): Promise<TokenSet> {
    const { url, attempt } = await this.#begin('none');
    return this.finish(
      { ...attempt, tabId: null, otherTabIds: [] },
      await this.#ports.platform.openSilently(url),
    );
  }

  /** Ends a refresh token and the access tokens that were issued with it. */
  async revoke(refreshToken: string): Promise<void> {
    await (await this.#tokenEndpoint()).revoke(refreshToken);
  }

  /**
   * Where a browser ends the hosted UI's own session. With a callback in place of a sign-out URL, which an app client
   * need not have, it ends at the sign-in page.
   */
  async logoutUrl(): Promise<string> {
    const { end_session_endpoint } = await this.#server();
    // Nobody can redeem the code of a sign-in there: its verifier is not kept.
    const unusable = await pkceParameters(generateRandomCodeVerifier());
    return withParameters(end_session_endpoint, {
      ...this.#commonParameters(),
      ...{ response_type: 'code', state: generateRandomState() },
      ...unusable,
    });
  }

  async #begin(prompt: Prompt | 'none' | null): Promise<Redirect> {
    const server = await this.#server();
    const { responseType, profile } = this.#ports;
    const { username, hostedUi } = profile;
    const common = this.#commonParameters();
    const attempt = {
      ...{ responseType, redirectUri: common.redirect_uri },
      ...{ state: generateRandomState(), nonce: generateRandomNonce() },
      codeVerifier: generateRandomCodeVerifier(),
    };
    const url = withParameters(server.authorization_endpoint, {
      ...common,
      ...{ response_type: responseType, state: attempt.state, nonce: attempt.nonce },
      ...(responseType === 'code' && (await pkceParameters(attempt.codeVerifier))),
      ...(hostedUi.identityProvider !== null && { identity_provider: hostedUi.identityProvider }),
      ...(prompt !== null && { prompt }),
      ...(username !== '' && { login_hint: username }),
    });
    const discoveredDomain = hostedUi.domain === null ? domainOf(server) : null;
    return { kind: 'redirect', url, attempt, discoveredDomain };
  }

  // No call was sent, so their lifetime is counted from when they came. They were issued one redirect before, which is
  // less than the time by which every token is given up early.
  #implicitAnswer(parameters: URLSearchParams): TokenAnswer {
    const received = { ...receivedFrom(Object.fromEntries(parameters)), refresh: null };
    return { received, sentAtMs: this.#ports.platform.now(), serverTimeMs: null };
  }

  // Nobody can be asked silently where the answer goes to another application's callback.
  #renewalOf({ refreshToken }: { readonly refreshToken: string | null }): TokenSet['renewal'] {
    if (refreshToken !== null) return 'tokenEndpoint';
    return this.#ports.profile.hostedUi.callbackUrl === null ? 'silentSignIn' : 'none';
  }

  #commonParameters() {
    const { profile, appClient, platform } = this.#ports;
    const { scopes, callbackUrl } = profile.hostedUi;
    return {
      client_id: appClient.clientId,
      redirect_uri: callbackUrl ?? platform.callbackUrl,
      scope: (scopes.length > 0 ? scopes : DEFAULT_SCOPES).join(' '),
    };
  }

  #server(): Promise<HostedUiServer> {
    const { profile, appClient, platform } = this.#ports;
    return hostedUiServerOf(profile, appClient, platform.fetch);
  }

  async #tokenEndpoint(): Promise<TokenEndpoint> {
    const { appClient, platform } = this.#ports;
    return new TokenEndpoint({ server: await this.#server(), appClient, platform });
  }
}

async function pkceParameters(codeVerifier: string): Promise<Record<string, string>> {
  const code_challenge = await calculatePKCECodeChallenge(codeVerifier);
  return { code_challenge, code_challenge_method: 'S256' };
}

function withParameters(endpoint: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
