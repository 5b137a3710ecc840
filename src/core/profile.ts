import { type AllowedPage, type ApiHost, hostText, matchPatternOf } from './api-host';
import type { UserPoolAddress } from './user-pool-id';

/** Which of the two JWTs is attached and copied. */
export type TokenUse = 'id' | 'access';

/** How the first tokens are obtained. */
export type SignInMethod = 'passwordSrp' | 'passwordPlain';

/**
 * Where the token of an API host applies: its pages and allowed pages as well as typed URLs, or one of the two. A typed
 * URL stands for every navigation that only reads, whatever page it was started from.
 */
export const HOST_SCOPES = ['pagesAndTyped', 'onlyPages', 'onlyTyped'] as const;
export type HostScope = (typeof HOST_SCOPES)[number];

/** The header that carries the token. */
interface TokenHeader {
  /** `Authorization`, unless the API wants another. */
  readonly name: string;
  /** What stands before the token, with its space: `Bearer `; may be empty. */
  readonly prefix: string;
}

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
  readonly allowedPages: readonly AllowedPage[];
  /** Where each API host's token applies, by `hostText`; `pagesAndTyped` for those that are not named. */
  readonly scopes: Readonly<Record<string, HostScope>>;
  readonly header: TokenHeader;
  /** A second header that carries the bare access token; null for none. */
  readonly accessTokenHeader: string | null;
  /** Whether a typed URL of an API host waits for the token where there is none yet. */
  readonly holdNavigations: boolean;
  /** Where the user pools API is reached if not at the region's own host; no trailing slash. */
  readonly customEndpoint: string | null;
  /** Whether the token is attached to requests; copying works either way. */
  readonly attach: boolean;
  /** Whether the user has signed in and not out again: what a browser start leaves of a session in memory. */
  readonly isWanted: boolean;
}

/** Where the token of one of a profile's API hosts applies. */
export function scopeOf(profile: Pick<Profile, 'scopes'>, host: ApiHost): HostScope {
  return profile.scopes[hostText(host)] ?? 'pagesAndTyped';
}

/**
 * The match patterns that need host access for this profile: its API hosts, and the pages allowed to use the token,
 * because without access to the initiator the browser adds no header, and says nothing.
 */
export function neededAccess(profile: Pick<Profile, 'apiHosts' | 'allowedPages'>): readonly string[] {
  return [...new Set([...profile.apiHosts, ...profile.allowedPages].map(matchPatternOf))];
}
