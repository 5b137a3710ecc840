import { webcrypto } from 'node:crypto';
import { createSrpKeys, proveSrpPassword, srpHex } from '../../../src/cognito/srp/srp';
import { formatSrpTimestamp } from '../srp-timestamp';
import type { UserPool } from '../start-user-pool';

/** Draws the client's half of an exchange: SRP_A, and the answer to PASSWORD_VERIFIER that follows from it. */
export function srpHandshake(pool: UserPool, password: string, nowMs: number) {
  const keys = createSrpKeys(webcrypto as Crypto);
  const [, poolName = ''] = pool.userPoolId.split('_');
  const timestamp = formatSrpTimestamp(nowMs);
  const answer = async (parameters: Record<string, string> = {}) => {
    const { USER_ID_FOR_SRP: userId = '', SRP_B = '', SALT = '', SECRET_BLOCK = '' } = parameters;
    const signature = await proveSrpPassword(webcrypto as Crypto, {
      poolName,
      userId,
      password,
      keys,
      serverPublicValue: SRP_B,
      salt: SALT,
      secretBlock: SECRET_BLOCK,
      timestamp,
    });
    return {
      USERNAME: userId,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature,
      TIMESTAMP: timestamp,
    };
  };
  return { publicA: srpHex(keys.publicValue), answer };
}
