import { matchPatternOf } from '../../core/profile/api-host';
import type { Profile } from '../../core/profile/profile';
import { headerChanges } from '../../core/rules/header-changes';
import { fetchesEveryRequest } from '../../core/session/one-time-tokens';
import type { ApiRequest, ApiRequestHeader, ApiRequests } from '../ports';
import type { Profiles } from '../state/profiles';
import type { SessionStore } from '../state/sessions';
import type { RequestTokens } from './one-time-token-keeper';

export interface RequestWatchPorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly apiRequests: ApiRequests;
  readonly requestTokens: RequestTokens;
  /** What the header rules put in the place of a token; null where requests cannot be held. */
  readonly standInOf: (profile: Profile) => string | null;
}

/** Watches the requests that carry tokens while, and only while, a profile wants one for each. */
export interface RequestWatch {
  /** Brings what is watched in line with profiles and sessions. */
  update(): Promise<void>;
}

export function createRequestWatch(ports: RequestWatchPorts): RequestWatch {
  const { profiles, sessions, apiRequests, requestTokens } = ports;

  const watched = async (): Promise<readonly Profile[]> => {
    const all = await profiles.all();
    const isOn = await Promise.all(
      all.map(async (profile) => fetchesEveryRequest(profile, await sessions.read(profile.id))),
    );
    return all.filter((profile, index) => profile.attach && profile.isWanted && isOn[index]);
  };

  const onRequest = async (request: ApiRequest): Promise<readonly ApiRequestHeader[] | null> => {
    for (const profile of await watched()) {
      const jwt = jwtIn(request, profile);
      const standIn = ports.standInOf(profile);
      if (jwt === null) continue;
      if (jwt === standIn) return withOwnToken(request, profile, requestTokens);
      if (standIn === null) await requestTokens.onSent(profile, jwt);
    }
    return null;
  };

  return {
    update: async () => {
      const patterns = (await watched()).flatMap(({ apiHosts }) => apiHosts.map(matchPatternOf));
      const sockets = patterns.map((pattern) => pattern.replace(/^http/, 'ws'));
      apiRequests.watch([...new Set([...patterns, ...sockets])], onRequest);
    },
  };
}

function jwtIn({ headers }: ApiRequest, { header }: Profile): string | null {
  const value = headers.find(({ name }) => isSameName(name, header.name))?.value;
  return value?.startsWith(header.prefix) ? value.slice(header.prefix.length) : null;
}

// Where no token can be had the request goes without one: the stand-in would mean nothing to the API.
async function withOwnToken(
  { headers }: ApiRequest,
  profile: Profile,
  requestTokens: RequestTokens,
): Promise<readonly ApiRequestHeader[]> {
  const names = [
    profile.header.name,
    ...(profile.accessTokenHeader === null ? [] : [profile.accessTokenHeader]),
  ];
  const others = headers.filter(({ name }) => !names.some((own) => isSameName(name, own)));
  const tokens = await requestTokens.take(profile).catch(() => null);
  const changes = tokens && headerChanges(profile, tokens);
  if (!changes) return others;
  const own = changes.filter(({ header }) => names.some((name) => isSameName(name, header)));
  return [...others, ...own.map(({ header, value }) => ({ name: header, value }))];
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
