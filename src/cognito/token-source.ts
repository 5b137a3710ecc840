import { AuthError } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import { attachedUses } from '../core/rules/header-changes';
import type { Challenge, ChallengeAnswers } from '../core/session/challenge';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import type { TokenSet } from '../core/session/token';
import { appClientOf } from './app-client';
import { type AuthStep, KEEP_NOTHING, type Keeping, type KeepRefreshToken, tokenStep } from './auth-step';
import { recoveryFrom, requestPasswordReset } from './challenges/account-recovery';
import { answerChallenge, resendCode } from './challenges/challenges';
import { confirmedKey, isForgotten } from './challenges/devices';
import { nextStep } from './challenges/next-step';
import { HostedUiClient } from './hosted-ui/hosted-ui-client';
import type { Platform } from './platform';
import { RENEWALS, type Renewable } from './renewals';
import type { Progress, SignInContext, SignInSecrets } from './sign-in-context';
import type { SignInMethodHandler } from './sign-in-methods/sign-in-method-handler';
import { SIGN_IN_METHODS } from './sign-in-methods/sign-in-methods';
import { TokenVerifier } from './tokens/token-verifier';
import { UserPoolsApi } from './user-pools-api/user-pools-api';

export interface TokenSourcePorts {
  readonly profile: Profile;
  readonly secrets: SignInSecrets;
  readonly platform: Platform;
  /** Absent where nothing is stored. */
  readonly keeping?: Keeping;
}

/**
 * Gets, renews and gives back the tokens of one profile, whichever way it signs in. Every method throws `AuthError`
 * where the pool refuses or cannot be reached.
 */
export class TokenSource {
  readonly #ports: TokenSourcePorts;
  readonly #method: SignInMethodHandler;
  readonly #context: SignInContext;

  constructor(ports: TokenSourcePorts) {
    this.#ports = ports;
    this.#method = SIGN_IN_METHODS[ports.profile.signInMethod];
    this.#context = this.#contextWith(ports.secrets);
  }

  /** Begins a sign-in. @param credential what its method asks for: a password, a refresh token, a JWT, or nothing */
  signIn(credential: string): Promise<AuthStep> {
    const { username } = this.#ports.profile;
    return this.#lead(username, (context) => this.#method.begin(context, credential));
  }

  /** Answers the open question. @throws AuthError `challengeUnsupported` for one that we cannot answer */
  async answerChallenge(challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep> {
    const { signInMethod } = this.#ports.profile;
    if (!this.#method.hasChallenges) throw new AuthError('challengeUnsupported', signInMethod);
    return this.#lead(challenge.username, (context) => answerChallenge(context, challenge, answers));
  }

  /** Has another code sent. @returns the question as it stands now */
  resendCode(challenge: Challenge): Promise<Challenge> {
    return resendCode(this.#context.api, challenge);
  }

  /** Begins to set a new password without the old one. */
  forgotPassword(): Promise<Challenge> {
    return requestPasswordReset(this.#context.api, this.#ports.profile.username);
  }

  /** Reads the answer of the pool's own pages. @param answerUrl the callback URL with what the pool has added */
  async finishHostedUi(attempt: HostedUiAttempt, answerUrl: string): Promise<AuthStep> {
    return tokenStep(await this.#context.hostedUi.finish(attempt, answerUrl));
  }

  /**
   * New tokens. The result holds the refresh token to keep: a rotated one if it came, else the same.
   * @param keep stores a rotated refresh token at once: the old one is dead, whatever becomes of the tokens beside it
   */
  async renew(renewable: Renewable, keep: KeepRefreshToken): Promise<TokenSet> {
    return RENEWALS[renewable.renewal].renew(this.#context, renewable, keep);
  }

  /** Ends a refresh token and the access tokens that were issued with it. */
  async revoke({ refreshToken, renewal }: Pick<Renewable, 'refreshToken' | 'renewal'>): Promise<void> {
    if (refreshToken !== null) await RENEWALS[renewal].revoke?.(this.#context, refreshToken);
  }

  /** Where a browser ends the hosted UI's own session. */
  hostedUiLogoutUrl(): Promise<string> {
    return this.#context.hostedUi.logoutUrl();
  }

  /**
   * Ends every session of the user.
   * @param accessToken JWT
   * @throws AuthError `accessTokenEnded` or `accessTokenScopeMissing`
   */
  async signOutEverywhere(accessToken: string): Promise<void> {
    await this.#context.api.call('GlobalSignOut', { AccessToken: accessToken });
  }

  /** @param username whom the step is about */
  async #lead(username: string, step: (context: SignInContext) => Promise<Progress>): Promise<AuthStep> {
    const lead = async (context: SignInContext): Promise<AuthStep> => {
      const progress = await step(context);
      return progress.kind === 'answer' ? nextStep(context, progress) : progress;
    };
    if (!this.#method.hasChallenges) return lead(this.#context);
    try {
      return await lead(this.#context).catch((error: unknown) => this.#withoutDevice(error).then(lead));
    } catch (error) {
      const challenge = recoveryFrom(error, username);
      if (!challenge) throw error;
      return { kind: 'challenge', challenge };
    }
  }

  /** @throws the error, unless the pool has forgotten our device: then the user signs in as from a new one */
  async #withoutDevice(error: unknown): Promise<SignInContext> {
    const { secrets } = this.#ports;
    if (!isForgotten(error) || secrets.device === null) throw error;
    await this.#context.keepDevice(secrets.device.key, null);
    return this.#contextWith({ ...secrets, device: null });
  }

  #contextWith(secrets: SignInSecrets): SignInContext {
    const { profile, platform, keeping = KEEP_NOTHING } = this.#ports;
    const appClient = appClientOf(profile, secrets.clientSecret);
    const verifier = new TokenVerifier({ appClient, platform, attached: attachedUses(profile) });
    const { responseType = 'code' } = this.#method;
    return {
      ...{ profile, secrets, platform, appClient, verifier },
      ...keeping,
      api: new UserPoolsApi({ appClient, platform, deviceKey: confirmedKey(secrets.device) }),
      hostedUi: new HostedUiClient({
        profile,
        appClient,
        platform,
        verifier,
        keep: keeping.keepGrant,
        responseType,
      }),
      signIn: (credential) => this.signIn(credential),
    };
  }
}
