import type { UserPool } from '../user-pool/start-user-pool';

/**
 * Tokens that are due for a refresh some seconds after they are given, a minute before their end: so that a refresh is
 * soon seen, and even a starved machine is in time.
 */
export const DUE_SOON = { idTokenSeconds: 120, accessTokenSeconds: 120, tokenAgeSeconds: 56 };

/** Tokens that outlive every test, made when they are given. */
export const LONG_LIVED = { idTokenSeconds: 3600, accessTokenSeconds: 3600, tokenAgeSeconds: 0 };

/** Tokens whose end a test can wait for. */
export const SHORT = { idTokenSeconds: 20, accessTokenSeconds: 20 };

/**
 * The moments in the life of the tokens of the first sign-in, which were `DUE_SOON`.
 * @returns epoch ms: when they were given, and when they end at the earliest
 */
export function firstTokens(pool: UserPool): { readonly givenMs: number; readonly endMs: number } {
  const givenMs = pool.callsOf('RespondToAuthChallenge')[0]?.atMs ?? Number.NaN;
  const leftSeconds = DUE_SOON.idTokenSeconds - DUE_SOON.tokenAgeSeconds;
  return { givenMs, endMs: secondOf(givenMs) + leftSeconds * 1000 };
}

/** The second that a moment lies in, as tokens tell the time. @returns epoch ms */
export function secondOf(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
