import { createHmac } from 'node:crypto';
import type { AppClient } from './app-clients';
import { incorrectUsernameOrPassword, invalidParameter } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { continueAfterPassword, verifyPassword } from './sign-in';
import type { SrpAttempt } from './srp-attempts';
import { N, padHex } from './srp-group';
import {
  createSrpServerKeys,
  isUsablePublicA,
  passwordClaimKey,
  passwordClaimSignature,
  type SrpCredential,
  signaturesAreEqual,
} from './srp-server';
import { canonicalSrpTimestamp } from './srp-timestamp';
import type { User } from './users';

/** The PASSWORD_VERIFIER challenge. For an unknown user it is invented, so that nobody learns who exists. */
export function startSrpAttempt(
  state: PoolState,
  client: AppClient,
  claim: { username: string; user: User | undefined; publicA: string },
): JsonObject {
  const credential = claim.user?.credential ?? inventCredential(state, claim.username);
  const userIdForSrp = claim.user?.username ?? inventUsername(state, claim.username);
  const attempt = state.srpAttempts.open({
    userIdForSrp,
    clientId: client.clientId,
    publicA: parsePublicA(claim.publicA),
    credential,
    keys: createSrpServerKeys(credential),
    expiresAtMs: state.nowMs() + client.authSessionSeconds * 1000,
  });
  return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: challengeParameters(attempt) };
}

/** Checks the answer to PASSWORD_VERIFIER and carries the sign-in on. */
export function answerPasswordVerifier(
  state: PoolState,
  client: AppClient,
  responses: Record<string, string>,
): JsonObject {
  const username = requiredParameter(responses, 'USERNAME');
  const secretBlock = requiredParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requiredParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = canonicalSrpTimestamp(requiredParameter(responses, 'TIMESTAMP'), state.nowMs());
  const attempt = state.srpAttempts.take(secretBlock, client.clientId, state.nowMs());
  const user = state.users.find(attempt.userIdForSrp);
  if (!user || state.users.find(username) !== user) throw incorrectUsernameOrPassword();
  verifyPassword(state, user, () =>
    signaturesAreEqual(expectedSignature(state, attempt, timestamp), signature),
  );
  return continueAfterPassword(state, client, user);
}

function expectedSignature(state: PoolState, attempt: SrpAttempt, timestamp: string): Buffer {
  const key = passwordClaimKey(attempt.credential, attempt.publicA, attempt.keys);
  const { userIdForSrp: username, secretBlock } = attempt;
  return passwordClaimSignature(key, { poolName: state.poolName, username, secretBlock, timestamp });
}

function challengeParameters(attempt: SrpAttempt): Record<string, string> {
  return {
    SALT: padHex(attempt.credential.salt),
    SECRET_BLOCK: attempt.secretBlock,
    SRP_B: padHex(attempt.keys.publicB),
    USERNAME: attempt.userIdForSrp,
    USER_ID_FOR_SRP: attempt.userIdForSrp,
  };
}

function parsePublicA(hex: string): bigint {
  // No honest A is longer than N; a longer one would only cost time.
  const isHex = /^[0-9a-f]+$/i.test(hex) && hex.length <= padHex(N).length;
  if (!isHex) throw invalidParameter('Invalid SRP_A');
  const publicA = BigInt(`0x${hex}`);
  if (!isUsablePublicA(publicA)) throw invalidParameter('Invalid SRP_A');
  return publicA;
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
