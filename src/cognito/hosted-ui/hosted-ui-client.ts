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
import type { TokenSet } from '../../core/session/session';
import type { Platform } from '../platform';
import type { AuthStep, KeepRefreshToken } from '../token-source';
import { type CheckedTokens, type ExpectedTokens, parseTokenSet } from '../tokens/token-set';
import { createTokenVerifier, type VerifyToken } from '../tokens/token-verifier';
import type { AppClient } from '../user-pools-api/app-client';
import { readAuthorizationAnswer } from './authorization-answer';
import { domainOf, type HostedUiServer, hostedUiServerOf } from './hosted-ui-server';
import { receivedFrom, type TokenAnswer, TokenEndpoint } from './token-endpoint';

type Redirect = AuthStep & { kind: 'redirect' };
type RenewedTokens = Pick<TokenSet, 'refreshToken' | 'renewal'>;

/** Speaks to the hosted UI of one user pool. Every method throws `AuthError` where the pool refuses or is away. */
export interface HostedUiClient {
  /** Begins a sign-in on the pool's own pages. */
  signIn(): Promise<Redirect>;
  /** @param answerUrl the callback URL with what the pool has added */
  finish(attempt: HostedUiAttempt, answerUrl: string): Promise<TokenSet>;
  /** Signs in as the app client itself, without a user: an access token only. */
  signInAsClient(): Promise<TokenSet>;
  /** New tokens. The result holds the refresh token to keep: a rotated one if it came, else the same. */
  renew(tokens: RenewedTokens, keep: KeepRefreshToken): Promise<TokenSet>;
  /** Ends a refresh token and the access tokens that came of it. */
  revoke(refreshToken: string): Promise<void>;
  /** Where a browser ends the hosted UI's own session. */
  logoutUrl(): Promise<string>;
}

/**
 * A client of a hosted UI: authorization code with PKCE, the implicit grant where a profile asks for it, client
 * credentials.
 * Source: RFC 6749, RFC 7636, RFC 9700; Cognito developer guide, "User pool endpoints and managed login reference".
 */
export function createHostedUiClient(
  profile: Profile,
  appClient: AppClient,
  platform: Platform,
): HostedUiClient {
  return new OAuthHostedUiClient(profile, appClient, platform);
}

class OAuthHostedUiClient implements HostedUiClient {
  readonly #profile: Profile;
  readonly #appClient: AppClient;
  readonly #platform: Platform;
  readonly #verify: VerifyToken;

  constructor(profile: Profile, appClient: AppClient, platform: Platform) {
    this.#profile = profile;
    this.#appClient = appClient;
    this.#platform = platform;
    this.#verify = createTokenVerifier(appClient, platform.keySets, platform.crypto.subtle);
  }

  signIn(): Promise<Redirect> {
    return this.#begin(this.#profile.hostedUi.prompt);
  }

  async finish(attempt: HostedUiAttempt, answerUrl: string): Promise<TokenSet> {
    const { isIssuer } = this.#appClient;
    const parameters = readAuthorizationAnswer(attempt, answerUrl, isIssuer);
    const answer =
      attempt.responseType === 'code'
        ? await (await this.#tokenEndpoint()).exchangeCode(attempt, parameters)
        : this.#implicitAnswer(parameters);
    // Only an id token repeats the nonce, so an answer must not leave it out.
    const asksForIdToken = this.#commonParameters().scope.split(' ').includes('openid');
    const required = asksForIdToken ? (['id', 'access'] as const) : (['access'] as const);
    const tokens = await this.#read(answer, { required, nonce: attempt.nonce });
    return { ...tokens, renewal: this.#renewalOf(tokens) };
  }

  async signInAsClient(): Promise<TokenSet> {
    if (this.#appClient.clientSecret === null) throw new AuthError('clientSecretMissing');
    const endpoint = await this.#tokenEndpoint();
    const answer = await endpoint.signInAsClient(this.#profile.hostedUi.scopes);
    return { ...(await this.#read(answer)), renewal: 'clientCredentials' };
  }

  async renew({ refreshToken, renewal }: RenewedTokens, keep: KeepRefreshToken): Promise<TokenSet> {
    if (renewal === 'clientCredentials') return this.signInAsClient();
    if (renewal === 'silentSignIn') return this.#signInSilently();
    if (refreshToken === null) throw new AuthError('refreshTokenMissing');
    const answer = await (await this.#tokenEndpoint()).refresh(refreshToken);
    return {
      ...(await this.#read(answer, { keptRefreshToken: refreshToken, keep })),
      renewal: 'tokenEndpoint',
    };
  }

  async revoke(refreshToken: string): Promise<void> {
    await (await this.#tokenEndpoint()).revoke(refreshToken);
  }

  // With a callback instead of a sign-out URL, which an app client need not have, it ends at the sign-in page.
  async logoutUrl(): Promise<string> {
    const { end_session_endpoint } = await this.#server();
    // Whoever signs in there is given a code that nobody can redeem: its verifier is forgotten at once.
    const unusable = await pkceParameters(generateRandomCodeVerifier());
    return withParameters(end_session_endpoint, {
      ...this.#commonParameters(),
      ...{ response_type: 'code', state: generateRandomState() },
      ...unusable,
    });
  }

  async #begin(prompt: Prompt | 'none' | null): Promise<Redirect> {
    const server = await this.#server();
    const { username, hostedUi } = this.#profile;
    const common = this.#commonParameters();
    const attempt = {
      ...{ responseType: common.response_type, redirectUri: common.redirect_uri },
      ...{ state: generateRandomState(), nonce: generateRandomNonce() },
      codeVerifier: generateRandomCodeVerifier(),
    };
    const url = withParameters(server.authorization_endpoint, {
      ...common,
      ...{ state: attempt.state, nonce: attempt.nonce },
      ...(attempt.responseType === 'code' && (await pkceParameters(attempt.codeVerifier))),
      ...(hostedUi.identityProvider !== null && { identity_provider: hostedUi.identityProvider }),
      ...(prompt !== null && { prompt }),
      ...(username !== '' && { login_hint: username }),
    });
    const discoveredDomain = hostedUi.domain === null ? domainOf(server) : null;
    return { kind: 'redirect', url, attempt, discoveredDomain };
  }

  async #signInSilently(): Promise<TokenSet> {
    const { url, attempt } = await this.#begin('none');
    return this.finish({ ...attempt, tabId: null }, await this.#platform.openSilently(url));
  }

  // No call was sent, so their lives are counted from when they came: the pool has made them a redirect before, which
  // is less than the moment by which every token is given up early.
  #implicitAnswer(parameters: URLSearchParams): TokenAnswer {
    const received = { ...receivedFrom(Object.fromEntries(parameters)), refresh: null };
    return { received, sentAtMs: this.#platform.now(), serverTimeMs: null };
  }

  /** @param expected what the answer must hold besides an access token, and what to keep where no new one came */
  #read(
    { received, sentAtMs, serverTimeMs }: TokenAnswer,
    expected: Partial<ExpectedTokens> = {},
  ): Promise<CheckedTokens> {
    const defaults = { required: ['access'], nonce: null, keptRefreshToken: null, keep: null } as const;
    return parseTokenSet(received, { ...defaults, sentAtMs, serverTimeMs, ...expected }, this.#verify);
  }

  // Nobody can be asked silently where the answer goes to another application's callback.
  #renewalOf({ refreshToken }: { readonly refreshToken: string | null }): TokenSet['renewal'] {
    if (refreshToken !== null) return 'tokenEndpoint';
    return this.#profile.hostedUi.callbackUrl === null ? 'silentSignIn' : 'none';
  }

  #commonParameters() {
    const { signInMethod, hostedUi } = this.#profile;
    const scopes = hostedUi.scopes.length > 0 ? hostedUi.scopes : DEFAULT_SCOPES;
    return {
      client_id: this.#appClient.clientId,
      redirect_uri: hostedUi.callbackUrl ?? this.#platform.callbackUrl,
      response_type: signInMethod === 'hostedUiImplicit' ? 'token' : 'code',
      scope: scopes.join(' '),
    } as const;
  }

  #server(): Promise<HostedUiServer> {
    return hostedUiServerOf(this.#profile, this.#appClient, this.#platform.fetch);
  }

  async #tokenEndpoint(): Promise<TokenEndpoint> {
    return new TokenEndpoint(await this.#server(), this.#appClient, this.#platform);
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
