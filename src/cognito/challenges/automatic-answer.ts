import { AuthError } from '../../core/auth-error';
import type { Challenge } from '../../core/session/challenge';
import type { RememberedDevice } from '../../core/session/credentials';
import type { SrpCrypto } from '../srp/srp';
import type { AuthAnswer, AuthApi } from '../user-pools-api/auth-api';
import { proveDevice } from './devices';
import { totpCode } from './totp';

const REFUSED_CODE = ['codeMismatch', 'codeExpired', 'codeUsedAlready'];

/** What a user has left with us to answer with. */
export interface KeptFactors {
  /** Base32; null where the user types the codes. */
  readonly totpSecret: string | null;
  readonly device: RememberedDevice | null;
}

/**
 * Answers a challenge without the user.
 * @param nowMs epoch ms of the pool's clock
 * @returns null for a challenge that only the user can answer
 */
export async function answerUnaided(
  api: AuthApi,
  crypto: SrpCrypto,
  { totpSecret, device }: KeptFactors,
  challenge: Challenge,
  nowMs: number,
): Promise<AuthAnswer | null> {
  const { name, choices } = challenge;
  if (name === 'DEVICE_SRP_AUTH' && device) return proveDevice(api, crypto, device, challenge);
  if (totpSecret === null) return null;
  if (name === 'SELECT_MFA_TYPE' && choices.includes('SOFTWARE_TOKEN_MFA')) {
    return api.respond(challenge, { ANSWER: 'SOFTWARE_TOKEN_MFA' });
  }
  if (name !== 'SOFTWARE_TOKEN_MFA') return null;
  const code = await totpCode(crypto.subtle, totpSecret, nowMs);
  return api.respond(challenge, { SOFTWARE_TOKEN_MFA_CODE: code }).catch(nullIfCodeRefused);
}

// The challenge still stands then, and the user may know the right code.
function nullIfCodeRefused(error: unknown): null {
  if (error instanceof AuthError && REFUSED_CODE.includes(error.code)) return null;
  throw error;
}
