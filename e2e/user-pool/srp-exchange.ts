import type { AppClient } from './app-clients';
import { invalidParameter } from './cognito-error';
import type { PoolState } from './pool-state';
import { requiredParameter } from './request-members';
import type { SrpAttempt } from './srp-attempts';
import { N, padHex } from './srp-group';
import {
  createSrpServerKeys,
  isUsablePublicA,
  passwordClaimKey,
  passwordClaimSignature,
  signaturesAreEqual,
} from './srp-server';
import { canonicalSrpTimestamp } from './srp-timestamp';

type Claim = Pick<SrpAttempt, 'purpose' | 'username' | 'groupName' | 'userIdForSrp' | 'credential'>;

/** The first half of an exchange: takes SRP_A (hex) and makes up B and the secret block. */
export function openSrpAttempt(
  state: PoolState,
  client: AppClient,
  claim: Claim,
  publicA: string,
): SrpAttempt {
  return state.srpAttempts.open({
    ...claim,
    clientId: client.clientId,
    publicA: parsePublicA(publicA),
    keys: createSrpServerKeys(claim.credential),
    expiresAtMs: state.nowMs() + client.authSessionSeconds * 1000,
  });
}

/** What the client needs for the second half, besides the names. */
export function srpParameters({ credential, secretBlock, keys }: SrpAttempt): Record<string, string> {
  return {
    SALT: padHex(credential.salt),
    SECRET_BLOCK: secretBlock,
    SRP_B: padHex(keys.publicB),
  };
}

/** The second half: finds the attempt that is answered, closes it, and says whether the proof is right. */
export function takeSrpProof(
  state: PoolState,
  client: AppClient,
  responses: Record<string, string>,
): { attempt: SrpAttempt; proofIsRight: () => boolean } {
  const secretBlock = requiredParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requiredParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = canonicalSrpTimestamp(requiredParameter(responses, 'TIMESTAMP'), state.nowMs());
  const attempt = state.srpAttempts.take(secretBlock, client.clientId, state.nowMs());
  return {
    attempt,
    proofIsRight: () => signaturesAreEqual(expectedSignature(attempt, timestamp), signature),
  };
}

function expectedSignature(attempt: SrpAttempt, timestamp: string): Buffer {
  const key = passwordClaimKey(attempt.credential, attempt.publicA, attempt.keys);
  const { groupName: poolName, userIdForSrp: username, secretBlock } = attempt;
  return passwordClaimSignature(key, { poolName, username, secretBlock, timestamp });
}

function parsePublicA(hex: string): bigint {
  // No honest A is longer than N; a longer one would only cost time.
  const isHex = /^[0-9a-f]+$/i.test(hex) && hex.length <= padHex(N).length;
  if (!isHex) throw invalidParameter('Invalid SRP_A');
  const publicA = BigInt(`0x${hex}`);
  if (!isUsablePublicA(publicA)) throw invalidParameter('Invalid SRP_A');
  return publicA;
}
