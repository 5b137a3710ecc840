import type { Profile } from '../profile/profile';
import type { RenewalGrant } from './credentials';

/** Tokens that are to be given back, and the way to the pool that gave them. */
export interface GivenUp extends RenewalGrant {
  /** As it was then, with its client secret. */
  readonly profile: Profile;
  readonly clientSecret: string | null;
  /** The access token that ends all of the user's sessions; null to end this one alone. */
  readonly everywhereBy: string | null;
}

/** Tokens that the user has given up and that the pool has yet to be told of. */
export interface PendingRevocation extends GivenUp {
  readonly id: string;
  readonly failures: number;
  /** Epoch ms of the next try. */
  readonly retryAtMs: number;
}
