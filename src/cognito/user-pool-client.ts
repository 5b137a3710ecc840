import { AuthError } from '../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../core/challenge';
import { isStringRecord } from '../core/guards';
import { isNamedUser } from '../core/same-user';
import type { TokenSet } from '../core/session';
import type { PreferredChallenge, SignInMethod } from '../core/sign-in-method';
import type { AppClient } from './app-client';
import { challengeResponses } from './challenge-answers';
import type { Platform } from './platform';
import { secretHash } from './secret-hash';
import { createSrpKeys, proveSrpPassword, type SrpKeys, srpHex } from './srp';
import { srpTimestamp } from './srp-timestamp';
import { parseTokenSet, receivedTokens } from './token-set';
import type { AuthStep } from './token-source';
import { createTokenVerifier, type VerifyToken } from './token-verifier';
import { type ApiAnswer, type CallUserPool, createUserPoolApi, type Operation } from './user-pool-api';

/** What the user signs in with. */
export interface Credentials {
  readonly method: Extract<SignInMethod, 'passwordSrp' | 'passwordPlain' | 'choice' | 'custom'>;
  readonly username: string;
  /** Empty where the method can do without. */
  readonly password: string;
  readonly preferredChallenge: PreferredChallenge | null;
}

/** Speaks to one app client of one user pool. Every method throws `AuthError` where the pool refuses or is away. */
export interface UserPoolClient {
  /** Begins a sign-in: tokens at once, or the pool's first question. */
  signIn(credentials: Credentials): Promise<AuthStep>;
  /** Answers the open question. @throws AuthError `challengeUnsupported` for one that we cannot answer */
  answerChallenge(challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep>;
  /** New tokens. The result holds the refresh token to keep: a rotated one if it came, else the same. */
  refresh(refreshToken: string): Promise<TokenSet>;
  /** Ends a refresh token and the access tokens that came of it. */
  revoke(refreshToken: string): Promise<void>;
}

/**
 * A client of the user pools API for public operations, which need no AWS credentials.
 * Source: Cognito API reference: InitiateAuth, RespondToAuthChallenge, GetTokensFromRefreshToken, RevokeToken.
 */
export function createUserPoolClient(
  appClient: AppClient,
  platform: Pick<Platform, 'fetch' | 'crypto' | 'now' | 'keySets'>,
): UserPoolClient {
  return new HttpUserPoolClient(appClient, platform);
}

class HttpUserPoolClient implements UserPoolClient {
  readonly #appClient: AppClient;
  readonly #platform: Pick<Platform, 'fetch' | 'crypto' | 'now' | 'keySets'>;
  readonly #call: CallUserPool;
  readonly #verify: VerifyToken;

  constructor(appClient: AppClient, platform: Pick<Platform, 'fetch' | 'crypto' | 'now' | 'keySets'>) {
    this.#appClient = appClient;
    this.#platform = platform;
    this.#call = createUserPoolApi(appClient.endpoint, platform.fetch);
    this.#verify = createTokenVerifier(appClient, platform.keySets, platform.crypto.subtle);
  }

  async signIn({ method, username, password }: Credentials): Promise<AuthStep> {
    if (method === 'passwordSrp') return this.#signInBySrp(username, password);
    return this.#step('InitiateAuth', username, {
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { PASSWORD: password, ...(await this.#identity(username)) },
    });
  }

  async answerChallenge(challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep> {
    const responses = challengeResponses(challenge, answers);
    if (!responses) throw new AuthError('challengeUnsupported', challenge.name);
    return this.#respond(challenge, responses);
  }

  async refresh(refreshToken: string): Promise<TokenSet> {
    const sentAtMs = this.#platform.now();
    const answer = await this.#call('GetTokensFromRefreshToken', {
      RefreshToken: refreshToken,
      ...this.#client(),
    });
    return this.#tokens(answer, sentAtMs, refreshToken);
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.#call('RevokeToken', { Token: refreshToken, ...this.#client() });
  }

  async #signInBySrp(username: string, password: string): Promise<AuthStep> {
    const keys = createSrpKeys(this.#platform.crypto);
    const answer = await this.#call('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: this.#appClient.clientId,
      AuthParameters: { SRP_A: srpHex(keys.publicValue), ...(await this.#identity(username)) },
    });
    const challenge = parseChallenge(answer, username);
    if (challenge.name !== 'PASSWORD_VERIFIER') return { kind: 'challenge', challenge };
    return this.#respond(challenge, await this.#prove(challenge, keys, password, answer));
  }

  // The timestamp has to be near the pool's clock. Its answer shows that clock, so it is used from the start: with a
  // wrong local one, a first try would count as a failed password and bring the user nearer to a lock-out.
  async #prove(
    challenge: Challenge,
    keys: SrpKeys,
    password: string,
    answer: ApiAnswer,
  ): Promise<Record<string, string>> {
    const { SALT, SECRET_BLOCK, SRP_B } = challenge.parameters;
    if (!SALT || !SECRET_BLOCK || !SRP_B) throw new AuthError('notCognito');
    const timestamp = srpTimestamp(answer.serverTimeMs ?? this.#platform.now());
    const signature = await proveSrpPassword(this.#platform.crypto, {
      poolName: this.#appClient.poolName,
      userId: challenge.username,
      password,
      keys,
      serverPublicValue: SRP_B,
      salt: SALT,
      secretBlock: SECRET_BLOCK,
      timestamp,
    }).catch((error: unknown) => {
      throw new AuthError('notCognito', '', error);
    });
    return {
      PASSWORD_CLAIM_SIGNATURE: signature,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      TIMESTAMP: timestamp,
    };
  }

  async #respond(challenge: Challenge, responses: Readonly<Record<string, string>>): Promise<AuthStep> {
    const step = await this.#step('RespondToAuthChallenge', challenge.username, {
      ChallengeName: challenge.name,
      ...(challenge.session && { Session: challenge.session }),
      ChallengeResponses: { ...responses, ...(await this.#identity(challenge.username)) },
    });
    const isOther = step.kind === 'tokens' && !isNamedUser(step.tokens, challenge.parameters.USER_ID_FOR_SRP);
    if (isOther) throw new AuthError('otherUser');
    return step;
  }

  async #step(
    operation: Operation,
    username: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<AuthStep> {
    const sentAtMs = this.#platform.now();
    const answer = await this.#call(operation, { ClientId: this.#appClient.clientId, ...body });
    if (answer.body.ChallengeName) return { kind: 'challenge', challenge: parseChallenge(answer, username) };
    return { kind: 'tokens', tokens: await this.#tokens(answer, sentAtMs, null), device: null };
  }

  async #tokens(
    { body, serverTimeMs }: ApiAnswer,
    sentAtMs: number,
    keptRefreshToken: string | null,
  ): Promise<TokenSet> {
    const required = ['id', 'access'] as const;
    const expected = { required, sentAtMs, serverTimeMs, nonce: null, keptRefreshToken };
    const tokens = await parseTokenSet(receivedTokens(body.AuthenticationResult), expected, this.#verify);
    return { ...tokens, renewal: tokens.refreshToken === null ? 'none' : 'userPoolApi' };
  }

  async #identity(username: string): Promise<Record<string, string>> {
    const { clientId, clientSecret } = this.#appClient;
    if (clientSecret === null) return { USERNAME: username };
    const { subtle } = this.#platform.crypto;
    return {
      USERNAME: username,
      SECRET_HASH: await secretHash(subtle, clientSecret, username, clientId),
    };
  }

  // These operations take the plain secret where the others take its hash.
  #client(): Record<string, string> {
    const { clientId, clientSecret } = this.#appClient;
    return { ClientId: clientId, ...(clientSecret !== null && { ClientSecret: clientSecret }) };
  }
}

function parseChallenge(answer: ApiAnswer, username: string): Challenge {
  const { ChallengeName, ChallengeParameters, Session } = answer.body;
  if (typeof ChallengeName !== 'string') throw new AuthError('notCognito');
  const parameters = isStringRecord(ChallengeParameters) ? ChallengeParameters : {};
  return {
    name: ChallengeName,
    session: typeof Session === 'string' ? Session : '',
    username: parameters.USER_ID_FOR_SRP || username,
    parameters,
    choices: [],
    chosen: null,
  };
}
