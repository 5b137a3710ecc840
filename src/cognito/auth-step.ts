import type { AuthProblem } from '../core/auth-error';
import type { Challenge } from '../core/session/challenge';
import type { RememberedDevice, RenewalGrant } from '../core/session/credentials';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import type { TokenSet } from '../core/session/token';

/** What a step of a sign-in leads to. */
export type AuthStep =
  | {
      readonly kind: 'tokens';
      readonly tokens: TokenSet;
      /** A device that the pool has named; null in all other cases. */
      readonly device: RememberedDevice | null;
    }
  | { readonly kind: 'challenge'; readonly challenge: Challenge }
  /** The question was answered well, but what followed failed: there is nothing to answer again. */
  | { readonly kind: 'refused'; readonly problem: AuthProblem }
  | {
      readonly kind: 'redirect';
      /** Where the user has to go. */
      readonly url: string;
      readonly attempt: Omit<HostedUiAttempt, 'tabId' | 'otherTabIds'>;
      /** The hosted UI's domain where the pool had to be asked for it; null where the profile names it. */
      readonly discoveredDomain: string | null;
    };

/** Stores the refresh token that a pool has given in place of the one that was sent. */
export type KeepRefreshToken = (refreshToken: string) => Promise<void>;

/**
 * Stores what a sign-in has brought that gets tokens again, before anything else may fail: it is given back to the pool
 * unless the sign-in comes to its end.
 */
export type KeepGrant = (grant: RenewalGrant) => Promise<void>;

/**
 * Stores what becomes of a device.
 * @param key of the device as it was
 * @param device null for one that the pool refuses: it would refuse it each time
 */
type KeepDevice = (key: string, device: RememberedDevice | null) => Promise<void>;

/** Stores what the pool has said on the way, at once. */
export interface Keeping {
  readonly keepGrant: KeepGrant;
  readonly keepDevice: KeepDevice;
}

export const KEEP_NOTHING: Keeping = {
  keepGrant: async () => undefined,
  keepDevice: async () => undefined,
};

/** The step of a sign-in that ends with these tokens. */
export function tokenStep(tokens: TokenSet): AuthStep {
  return { kind: 'tokens', tokens, device: null };
}
