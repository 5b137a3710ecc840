import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { Progress, SignInContext } from '../sign-in-context';
import type { PoolAnswer } from '../user-pools-api/user-pools-api';

/** What we do about one kind of challenge. */
export interface ChallengeHandler {
  /** Sends what the user has typed; absent where the user has nothing to type. */
  readonly answer?: (
    context: SignInContext,
    challenge: Challenge,
    answers: ChallengeAnswers,
  ) => Promise<Progress>;
  /**
   * Answers without the user.
   * @param nowMs epoch ms of the pool's clock
   * @returns null where only the user can answer
   */
  readonly answerAutomatically?: (
    context: SignInContext,
    challenge: Challenge,
    nowMs: number,
  ) => Promise<PoolAnswer | null>;
  /** Gets what the user has to see with the question. */
  readonly prepare?: (context: SignInContext, challenge: Challenge) => Promise<Challenge>;
  /** The operation that sends another code; absent where the pool sends its code once. */
  readonly resendBy?: 'ForgotPassword' | 'ResendConfirmationCode';
}
