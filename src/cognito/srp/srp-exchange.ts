import { AuthError } from '../../core/auth-error';
import type { Challenge } from '../../core/session/challenge';
import { askedChallenge } from '../challenges/asked-challenge';
import type { SignInContext } from '../sign-in-context';
import type { PoolAnswer } from '../user-pools-api/user-pools-api';
import { createSrpKeys, proveSrpPassword, type SrpCrypto, type SrpKeys, srpHex } from './srp';
import { srpTimestamp } from './srp-timestamp';

type ExchangeContext = Pick<SignInContext, 'api' | 'platform'>;

/** Whose password is proved: a user's, or that of a device. */
interface SrpClaim {
  /** The part of the pool ID that is hashed with a user's password; the device's group in its place. */
  readonly poolName: string;
  /** Null for the user whom the pool names in its challenge. */
  readonly userId: string | null;
  readonly password: string;
  /** The challenge that the proof answers. */
  readonly verifier: 'PASSWORD_VERIFIER' | 'DEVICE_PASSWORD_VERIFIER';
}

/**
 * Proves a password without sending it.
 * Source: Cognito API, RespondToAuthChallenge, PASSWORD_VERIFIER and DEVICE_SRP_AUTH; RFC 5054.
 * @param begin sends `SRP_A`
 * @returns the answer to the proof, or to `SRP_A` where the pool does not ask for the proof
 */
export async function exchangeSrp(
  { api, platform: { crypto } }: ExchangeContext,
  claim: SrpClaim,
  begin: (publicValue: string) => Promise<PoolAnswer>,
): Promise<PoolAnswer> {
  const keys = createSrpKeys(crypto);
  const answer = await begin(srpHex(keys.publicValue));
  const challenge = askedChallenge(answer);
  if (challenge?.name !== claim.verifier) return answer;
  // The timestamp has to be near the pool's clock, which its answer shows. With a wrong local clock, a first try would
  // count as a wrong password and bring the user nearer to a lock-out.
  const timestamp = srpTimestamp(answer.serverTimeMs ?? answer.sentAtMs);
  return api.respond(challenge, await prove(crypto, claim, keys, challenge, timestamp));
}

/** Proves the user's own password. @param begin sends `SRP_A` */
export function provePassword(
  context: ExchangeContext & Pick<SignInContext, 'appClient'>,
  password: string,
  begin: (publicValue: string) => Promise<PoolAnswer>,
): Promise<PoolAnswer> {
  const { poolName } = context.appClient;
  const claim = { poolName, userId: null, password, verifier: 'PASSWORD_VERIFIER' } as const;
  return exchangeSrp(context, claim, begin);
}

async function prove(
  crypto: SrpCrypto,
  claim: SrpClaim,
  keys: SrpKeys,
  { parameters, username }: Challenge,
  timestamp: string,
): Promise<Record<string, string>> {
  const { SALT, SECRET_BLOCK, SRP_B } = parameters;
  if (!SALT || !SECRET_BLOCK || !SRP_B) throw new AuthError('notCognito');
  const signature = await proveSrpPassword(crypto, {
    ...claim,
    userId: claim.userId ?? username,
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
