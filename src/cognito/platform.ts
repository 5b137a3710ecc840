import type { SrpCrypto } from './srp/srp';
import type { KeySets } from './tokens/key-sets';

/** What we need of the platform we run on. */
export interface Platform {
  readonly fetch: typeof globalThis.fetch;
  readonly crypto: SrpCrypto;
  /** Epoch ms of the local clock, as if nobody had ever set it back. */
  readonly now: () => number;
  /** Epoch ms of the local clock as it is. */
  readonly wallNow: () => number;
  /** The keys that sign the tokens of user pools. */
  readonly keySets: KeySets;
  /** The callback URL that the browser answers itself. */
  readonly callbackUrl: string;
  /** Visits a URL without showing it. @returns the browser's callback URL, as it was answered */
  readonly openSilently: (url: string) => Promise<string>;
}
