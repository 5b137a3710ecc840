import type { ChallengeSession } from './challenge-sessions';
import type { PoolState } from './pool-state';
import type { JsonObject } from './request-members';
import type { SignInAttempt } from './sign-in-attempt';

interface Question {
  /** ChallengeName on the wire. */
  readonly name: string;
  /** ChallengeParameters on the wire. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly kept?: ChallengeSession['kept'];
}

/** Opens the session of a challenge and gives the response that asks it. */
export function askChallenge(
  state: PoolState,
  { client, user }: Pick<SignInAttempt, 'client' | 'user'>,
  { name, parameters, kept = {} }: Question,
): JsonObject {
  const { session } = state.challengeSessions.open({
    challengeName: name,
    username: user.username,
    clientId: client.clientId,
    expiresAtMs: state.nowMs() + client.authSessionSeconds * 1000,
    kept,
  });
  return {
    ChallengeName: name,
    ChallengeParameters: { ...parameters, USER_ID_FOR_SRP: user.username },
    Session: session,
  };
}
