import { AuthError } from '../../core/auth-error';
import type { PreferredChallenge } from '../../core/profile/sign-in-method';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import { isNamedUser } from '../../core/session/same-user';
import { askedChallenge } from '../challenges/asked-challenge';
import { asksForAuthenticator, associateAuthenticator } from '../challenges/authenticator-setup';
import { answerUnaided, type KeptFactors } from '../challenges/automatic-answer';
import { isPasswordChoice, sendAnswer } from '../challenges/challenge-answers';
import { confirmDevice, newDevice } from '../challenges/devices';
import type { Platform } from '../platform';
import { exchangeSrp } from '../srp/srp-exchange';
import type { AuthStep } from '../token-source';
import { answeredTokens } from '../tokens/answered-tokens';
import type { VerifyToken } from '../tokens/token-verifier';
import type { AppClient } from '../user-pools-api/app-client';
import { type AuthAnswer, type AuthApi, createAuthApi } from '../user-pools-api/auth-api';
import { beginSignIn, type PoolMethod, type ProvePassword } from './sign-in-methods';

/** Who signs in, and by what. */
export interface PoolUser extends KeptFactors {
  readonly method: PoolMethod;
  readonly username: string;
  readonly preferredChallenge: PreferredChallenge | null;
  /** Whether a pool that leaves it to the user is to remember this device. */
  readonly rememberDevice: boolean;
}

/** The way of one user from the first call to the tokens, as far as it goes without asking the user. */
export class SignInFlow {
  readonly #appClient: AppClient;
  readonly #platform: Pick<Platform, 'fetch' | 'crypto' | 'now'>;
  readonly #verify: VerifyToken;
  readonly #user: PoolUser;
  readonly #api: AuthApi;

  constructor(
    appClient: AppClient,
    platform: Pick<Platform, 'fetch' | 'crypto' | 'now'>,
    verify: VerifyToken,
    user: PoolUser,
  ) {
    this.#appClient = appClient;
    this.#platform = platform;
    this.#verify = verify;
    this.#user = user;
    this.#api = createAuthApi(appClient, platform, user.device?.key ?? null);
  }

  /** Begins. @param password empty where the user has typed none */
  async begin(password: string): Promise<AuthStep> {
    return this.#goOn(await beginSignIn(this.#api, this.#user, password, this.#prove));
  }

  /** Goes on with what the user has answered. */
  async answer(challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep> {
    if (isPasswordChoice(challenge, answers)) {
      return { kind: 'challenge', challenge: { ...challenge, chosen: answers.choice ?? null } };
    }
    return this.#goOn(await sendAnswer(this.#api, challenge, answers, this.#prove));
  }

  readonly #prove: ProvePassword = (password, begin) => {
    const { poolName: groupName } = this.#appClient;
    const claim = { groupName, userId: null, password, verifier: 'PASSWORD_VERIFIER' } as const;
    return exchangeSrp(this.#api, this.#platform.crypto, claim, begin);
  };

  // Each challenge is answered unaided once: a pool that asks it again has not liked the answer.
  async #goOn(answer: AuthAnswer, answered: readonly string[] = []): Promise<AuthStep> {
    const challenge = askedChallenge(answer);
    if (!challenge) return this.#finish(answer);
    const next = answered.includes(challenge.name) ? null : await this.#answerUnaided(challenge, answer);
    if (next) return this.#goOn(next, [...answered, challenge.name]);
    if (!asksForAuthenticator(challenge)) return { kind: 'challenge', challenge };
    return { kind: 'challenge', challenge: await associateAuthenticator(this.#api, challenge) };
  }

  #answerUnaided(challenge: Challenge, { serverTimeMs, sentAtMs }: AuthAnswer): Promise<AuthAnswer | null> {
    const { crypto } = this.#platform;
    return answerUnaided(this.#api, crypto, this.#user, challenge, serverTimeMs ?? sentAtMs);
  }

  async #finish(answer: AuthAnswer): Promise<AuthStep> {
    const { crypto } = this.#platform;
    const tokens = await answeredTokens(answer, answer.sentAtMs, null, this.#verify);
    if (!isNamedUser(tokens, answer.namedUser)) throw new AuthError('otherUser');
    const named = newDevice(crypto, answer.body.AuthenticationResult, tokens.username);
    if (!named || !tokens.access) return { kind: 'tokens', tokens, device: null };
    const { rememberDevice } = this.#user;
    const device = await confirmDevice(this.#api, crypto, named, tokens.access.jwt, rememberDevice);
    return { kind: 'tokens', tokens, device };
  }
}
