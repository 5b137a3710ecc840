import type { Profile } from '../profile/profile';
import type { RenewalGrant } from './credentials';

/** Tokens that the user has given up and that the pool has yet to be told of. */
export interface PendingRevocation extends RenewalGrant {
  readonly id: string;
  /** As it was then, with its client secret: the way to the pool that gave the token. */
  readonly profile: Profile;
  readonly clientSecret: string | null;
  /** The access token that ends all of the user's sessions; null to end this one alone. */
  readonly everywhereBy: string | null;
  readonly failures: number;
  /** Epoch ms of the next try. */
  readonly retryAtMs: number;
}
