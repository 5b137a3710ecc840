import { AuthError, problemOf } from '../core/auth-error';
import { type Challenge, type ChallengeAnswers, OWN_CHALLENGES } from '../core/session/challenge';
import type { TokenSet } from '../core/session/session';
import { forgotPassword, recover, recoveryFrom, resendCode } from './challenges/recovery';
import type { Platform } from './platform';
import { type PoolUser, SignInFlow } from './sign-in-methods/sign-in-flow';
import type { AuthStep, KeepRefreshToken } from './token-source';
import { answeredTokens } from './tokens/answered-tokens';
import { createTokenVerifier, type VerifyToken } from './tokens/token-verifier';
import type { AppClient } from './user-pools-api/app-client';
import { type AuthApi, createAuthApi } from './user-pools-api/auth-api';
import type { ApiAnswer } from './user-pools-api/user-pool-api';

/** Speaks to one app client of one user pool. Every method throws `AuthError` where the pool refuses or is away. */
export interface UserPoolClient {
  /** Begins a sign-in: tokens at once, or the first question. @param password empty where the user has typed none */
  signIn(user: PoolUser, password: string): Promise<AuthStep>;
  /** Answers the open question. @throws AuthError `challengeUnsupported` for one that we cannot answer */
  answerChallenge(user: PoolUser, challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep>;
  /** Has another code sent. @returns the question as it stands now */
  resendCode(challenge: Challenge): Promise<Challenge>;
  /** Begins to set a new password without the old one. */
  forgotPassword(username: string): Promise<Challenge>;
  /**
   * New tokens. The result holds the refresh token to keep: a rotated one if it came, else the same.
   * @param deviceKey of the remembered device that the refresh token was given to; null for none
   * @param keep stores a rotated one at once; null where none is stored yet
   */
  refresh(refreshToken: string, deviceKey: string | null, keep: KeepRefreshToken | null): Promise<TokenSet>;
  /** Ends a refresh token and the access tokens that came of it. */
  revoke(refreshToken: string): Promise<void>;
  /** Ends every session of the user. @throws AuthError `accessTokenEnded` or `accessTokenScopeMissing` */
  signOutEverywhere(accessToken: string): Promise<void>;
}

/**
 * A client of the user pools API for public operations, which need no AWS credentials.
 * Source: Cognito user pools API reference.
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
  readonly #api: AuthApi;
  readonly #verify: VerifyToken;

  constructor(appClient: AppClient, platform: Pick<Platform, 'fetch' | 'crypto' | 'now' | 'keySets'>) {
    this.#appClient = appClient;
    this.#platform = platform;
    this.#api = createAuthApi(appClient, platform, null);
    this.#verify = createTokenVerifier(appClient, platform.keySets, platform.crypto.subtle);
  }

  signIn(user: PoolUser, password: string): Promise<AuthStep> {
    return this.#run(user, user.username, (flow) => flow.begin(password));
  }

  async answerChallenge(user: PoolUser, challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep> {
    const password = await recover(this.#api, challenge, answers);
    if (password === null)
      return this.#run(user, challenge.username, (flow) => flow.answer(challenge, answers));
    const signingIn = this.signIn(user, password);
    // The code is used up, and the new password stands.
    return challenge.name === OWN_CHALLENGES.resetPassword ? signingIn.catch(refusedBy) : signingIn;
  }

  resendCode(challenge: Challenge): Promise<Challenge> {
    return resendCode(this.#api, challenge);
  }

  forgotPassword(username: string): Promise<Challenge> {
    return forgotPassword(this.#api, username);
  }

  // Source: Cognito API, GetTokensFromRefreshToken, which works with rotation and without.
  async refresh(
    refreshToken: string,
    deviceKey: string | null,
    keep: KeepRefreshToken | null,
  ): Promise<TokenSet> {
    const sentAtMs = this.#platform.now();
    const answer = await this.#api
      .call('GetTokensFromRefreshToken', {
        RefreshToken: refreshToken,
        ...this.#client(),
        ...(deviceKey !== null && { DeviceKey: deviceKey }),
      })
      .catch((error: unknown) => this.#refreshByInitiateAuth(error, refreshToken));
    return answeredTokens(answer, sentAtMs, refreshToken, this.#verify, keep);
  }

  // Emulators may know only the older way, which on a real pool fails as soon as refresh tokens are rotated.
  async #refreshByInitiateAuth(error: unknown, refreshToken: string): Promise<ApiAnswer> {
    const { clientId, clientSecret } = this.#appClient;
    const isUnknown = error instanceof AuthError && error.code === 'operationUnknown';
    if (!isUnknown || clientSecret !== null) throw error;
    return this.#api.call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.#api.call('RevokeToken', { Token: refreshToken, ...this.#client() });
  }

  async signOutEverywhere(accessToken: string): Promise<void> {
    await this.#api.call('GlobalSignOut', { AccessToken: accessToken });
  }

  async #run(
    user: PoolUser,
    username: string,
    step: (flow: SignInFlow) => Promise<AuthStep>,
  ): Promise<AuthStep> {
    const flowOf = (who: PoolUser) => new SignInFlow(this.#appClient, this.#platform, this.#verify, who);
    try {
      return await step(flowOf(user)).catch((error: unknown) => {
        const isForgotten = error instanceof AuthError && error.code === 'deviceForgotten';
        if (!isForgotten || user.device === null) throw error;
        return step(flowOf({ ...user, device: null }));
      });
    } catch (error) {
      const challenge = recoveryFrom(error, username);
      if (!challenge) throw error;
      return { kind: 'challenge', challenge };
    }
  }

  // These operations take the plain secret where the others take its hash.
  #client(): Record<string, string> {
    const { clientId, clientSecret } = this.#appClient;
    return { ClientId: clientId, ...(clientSecret !== null && { ClientSecret: clientSecret }) };
  }
}

function refusedBy(error: unknown): AuthStep {
  return { kind: 'refused', problem: problemOf(error) };
}
