import { type ApiHost, matchPatternOf } from './api-host';
import type { UserPoolAddress } from './user-pool-id';

/** Which of the two JWTs is attached and copied. */
export type TokenUse = 'id' | 'access';

/** How the first tokens are obtained. */
export type SignInMethod = 'passwordSrp' | 'passwordPlain';

/** One user of one app client, and the places where the token belongs. Holds no secret: it is stored on disk. */
export interface Profile {
  readonly id: string;
  /** Small number that never changes while the profile exists; rule ids are derived from it. */
  readonly slot: number;
  readonly pool: UserPoolAddress;
  readonly clientId: string;
  readonly username: string;
  readonly signInMethod: SignInMethod;
  readonly tokenUse: TokenUse;
  readonly apiHosts: readonly ApiHost[];
  /** Pages, besides the API hosts' own, that may make the browser send the token. */
  readonly allowedPages: readonly ApiHost[];
  /** Where the user pools API is reached if not at the region's own host; no trailing slash. */
  readonly customEndpoint: string | null;
  /** Whether the token is attached to requests; copying works either way. */
  readonly attach: boolean;
}

/**
 * The match patterns that need host access for this profile: its API hosts, and the pages allowed to use the token,
 * because without access to the initiator the browser adds no header, and says nothing.
 */
export function neededAccess(profile: Pick<Profile, 'apiHosts' | 'allowedPages'>): readonly string[] {
  return [...new Set([...profile.apiHosts, ...profile.allowedPages].map(matchPatternOf))];
}
