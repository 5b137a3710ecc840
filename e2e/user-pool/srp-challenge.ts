import { createHmac } from 'node:crypto';
import type { AppClient } from './app-clients';
import { incorrectUsernameOrPassword } from './cognito-error';
import { startCustomChallenges } from './custom-challenges';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { continueAfterPassword, verifyPassword } from './sign-in';
import { signInAttempt } from './sign-in-attempt';
import type { SrpAttempt } from './srp-attempts';
import { openSrpAttempt, srpParameters, takeSrpProof } from './srp-exchange';
import type { SrpCredential } from './srp-server';
import type { User } from './users';

/** The PASSWORD_VERIFIER challenge. For an unknown user it is invented, so that nobody learns who exists. */
export function startSrpAttempt(
  state: PoolState,
  client: AppClient,
  claim: { username: string; user: User | undefined; publicA: string; purpose?: 'passwordBeforeCustom' },
): JsonObject {
  const { username, user, publicA, purpose = 'password' } = claim;
  const userIdForSrp = user?.username ?? inventUsername(state, username);
  const credential = user?.credential ?? inventCredential(state, username);
  const groupName = state.poolName;
  const password = { purpose, username: userIdForSrp, groupName, userIdForSrp, credential } as const;
  const attempt = openSrpAttempt(state, client, password, publicA);
  return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: challengeParameters(attempt) };
}

/** Checks the answer to PASSWORD_VERIFIER and carries the sign-in on. */
export function answerPasswordVerifier(
  state: PoolState,
  client: AppClient,
  responses: Record<string, string>,
): JsonObject {
  const user = state.users.find(requiredParameter(responses, 'USERNAME'));
  // Before the proof is taken: a caller whose device was forgotten may answer once more, without it.
  const signIn = user && signInAttempt(client, user, responses);
  const { attempt, proofIsRight } = takeSrpProof(state, client, responses);
  if (!signIn || attempt.purpose === 'device' || signIn.user.username !== attempt.username) {
    throw incorrectUsernameOrPassword();
  }
  verifyPassword(state, signIn.user, proofIsRight);
  if (attempt.purpose === 'password') return continueAfterPassword(state, signIn);
  return startCustomChallenges(state, signIn);
}

function challengeParameters(attempt: SrpAttempt): Record<string, string> {
  const { userIdForSrp } = attempt;
  return { ...srpParameters(attempt), USERNAME: userIdForSrp, USER_ID_FOR_SRP: userIdForSrp };
}

// The same unknown user gets the same salt each time, as a real one would.
function inventCredential(state: PoolState, username: string): SrpCredential {
  const salt = BigInt(`0x${inventHex(state, `salt ${username}`).slice(0, 32)}`);
  const verifier = BigInt(`0x${inventHex(state, `verifier ${username}`)}`);
  return { salt, verifier };
}

// An e-mail address is an alias, which on a real pool leads to a username that is a UUID.
function inventUsername(state: PoolState, username: string): string {
  if (!username.includes('@')) return username;
  const hex = inventHex(state, `username ${username}`);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function inventHex(state: PoolState, subject: string): string {
  return createHmac('sha256', state.inventionKey).update(subject.toLowerCase()).digest('hex');
}
