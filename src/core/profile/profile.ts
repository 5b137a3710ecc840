import { type ApiHost, hostText, matchPatternOf } from './api-host';
import type { HOST_SCOPES, ProfileSettings } from './settings';
import { isHostedUi } from './sign-in-method';

export type TokenUse = ProfileSettings['tokenUse'];
export type FetchMode = ProfileSettings['fetchMode'];
export type KeepMode = ProfileSettings['keepSignedIn'];
export type HostScope = (typeof HOST_SCOPES)[number];

/** One user of one app client, and the places where the token belongs. Holds no secret: it is stored on disk. */
export interface Profile extends ProfileSettings {
  readonly id: string;
  /** Small number that never changes while the profile exists; rule ids are derived from it. */
  readonly slot: number;
  /**
   * Hosts that it was stored with and that may not get the token, because their star takes in strangers. They are kept and
   * shown; nothing else is done with them.
   */
  readonly refusedHosts: readonly ApiHost[];
}

/** All hosts that the user has entered. */
export function enteredHosts({
  apiHosts,
  refusedHosts,
}: Pick<Profile, 'apiHosts' | 'refusedHosts'>): readonly ApiHost[] {
  return [...apiHosts, ...refusedHosts];
}

/** Where the token of one of a profile's API hosts applies. */
export function scopeOf(profile: Pick<Profile, 'hostScopes'>, host: ApiHost): HostScope {
  return profile.hostScopes[hostText(host)] ?? 'pagesAndTyped';
}

/** Whether navigations to one of a profile's API hosts wait for the user's word, unless they need none. */
export function asksFirst(profile: Pick<Profile, 'hostScopes'>, host: ApiHost): boolean {
  return scopeOf(profile, host) === 'asksFirst';
}

/** Whether the frames and forms of allowed pages carry the token of one of a profile's API hosts. */
export function carriesInFrames(profile: Pick<Profile, 'hostFrames'>, host: ApiHost): boolean {
  return profile.hostFrames[hostText(host)] ?? false;
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
