import type { AuthProblem } from '../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../core/session/challenge';
import type { RememberedDevice } from '../core/session/credentials';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import type { TokenSet } from '../core/session/session';

/** What a step of a sign-in leads to. */
export type AuthStep =
  | {
      readonly kind: 'tokens';
      readonly tokens: TokenSet;
      /** A device that the pool has begun to remember with these tokens; null in all other cases. */
      readonly device: RememberedDevice | null;
    }
  | { readonly kind: 'challenge'; readonly challenge: Challenge }
  /** The question was answered well, and what followed failed: there is nothing to answer again. */
  | { readonly kind: 'refused'; readonly problem: AuthProblem }
  | {
      readonly kind: 'redirect';
      /** Where the user has to go. */
      readonly url: string;
      readonly attempt: Omit<HostedUiAttempt, 'tabId'>;
      /** The hosted UI's domain where the pool had to be asked for it; null where the profile names it. */
      readonly discoveredDomain: string | null;
    };

/** Stores the refresh token that a pool has given in place of the one that was sent. */
export type KeepRefreshToken = (refreshToken: string) => Promise<void>;

/**
 * Gets, renews and gives back the tokens of one profile, by whichever way it signs in. Every method throws `AuthError`
 * where the pool refuses or is away.
 */
export interface TokenSource {
  /** Begins a sign-in. @param credential what its method asks for: a password, a refresh token, a JWT, or nothing */
  signIn(credential: string): Promise<AuthStep>;
  /** Answers the open question. @throws AuthError `challengeUnsupported` for one that we cannot answer */
  answerChallenge(challenge: Challenge, answers: ChallengeAnswers): Promise<AuthStep>;
  /** Has another code sent. @returns the question as it stands now */
  resendCode(challenge: Challenge): Promise<Challenge>;
  /** Begins to set a new password without the old one. */
  forgotPassword(): Promise<Challenge>;
  /** Takes the answer of the pool's own pages. @param answerUrl the callback URL with what the pool has added */
  finishHostedUi(attempt: HostedUiAttempt, answerUrl: string): Promise<AuthStep>;
  /**
   * New tokens in place of these. The result holds the refresh token to keep: a rotated one if it came, else the same.
   * @param keep stores a rotated refresh token at once: the old one is dead, whatever becomes of the tokens beside it
   */
  renew(tokens: TokenSet, keep: KeepRefreshToken): Promise<TokenSet>;
  /** Ends a refresh token and the access tokens that came of it. */
  revoke(tokens: Pick<TokenSet, 'refreshToken' | 'renewal'>): Promise<void>;
  /** Where a browser ends the hosted UI's own session. */
  hostedUiLogoutUrl(): Promise<string>;
  /** Ends every session of the user. @param accessToken JWT */
  signOutEverywhere(accessToken: string): Promise<void>;
}
