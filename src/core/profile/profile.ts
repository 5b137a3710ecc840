import { type AllowedPage, type ApiHost, hostText, matchPatternOf } from './api-host';
import type { HostedUiSettings } from './hosted-ui';
import { isHostedUi, type PreferredChallenge, type SignInMethod } from './sign-in-method';
import type { UserPoolAddress } from './user-pool-id';

/** Which of the two JWTs is attached and copied. */
export type TokenUse = 'id' | 'access';

/** When a new token is fetched: in good time before the cached one ends, or for each request anew. */
export const FETCH_MODES = ['whenExpired', 'everyRequest'] as const;
export type FetchMode = (typeof FETCH_MODES)[number];

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
  /** Empty for methods that know no user, or leave it to the hosted UI to ask. */
  readonly username: string;
  readonly signInMethod: SignInMethod;
  /** The first challenge to ask for where a user has several ways to sign in; null to choose when asked. */
  readonly preferredChallenge: PreferredChallenge | null;
  /** Whether a pool that leaves it to the user is to remember this device. */
  readonly rememberDevice: boolean;
  readonly hostedUi: HostedUiSettings;
  readonly tokenUse: TokenUse;
  readonly fetchMode: FetchMode;
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
 * because without access to the initiator the browser adds no header, and says nothing. A callback URL of another
 * application can be kept from it only with access to both ends of that redirect.
 */
export function neededAccess(
  profile: Pick<Profile, 'apiHosts' | 'allowedPages' | 'signInMethod' | 'hostedUi'>,
): readonly string[] {
  const hosts = [...profile.apiHosts, ...profile.allowedPages].map(matchPatternOf);
  return [...new Set([...hosts, ...hostedUiAccess(profile)])];
}

/** The match patterns that a sign-in with a callback URL of another application needs; none for other sign-ins. */
export function hostedUiAccess({
  signInMethod,
  hostedUi,
}: Pick<Profile, 'signInMethod' | 'hostedUi'>): readonly string[] {
  const { domain, callbackUrl } = hostedUi;
  if (!isHostedUi(signInMethod) || callbackUrl === null) return [];
  return [domain, callbackUrl].filter((url) => url !== null).map(patternOfUrl);
}

// Like `matchPatternOf`, without the port.
function patternOfUrl(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
