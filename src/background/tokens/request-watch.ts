import { matchPatternOf } from '../../core/profile/api-host';
import type { Profile } from '../../core/profile/profile';
import { headerChanges } from '../../core/rules/header-changes';
import type { ApiRequest, ApiRequestHeader, ApiRequests } from '../ports';
import type { OneTimeTokenKeeper } from './one-time-token-keeper';

export interface RequestWatchPorts {
  readonly apiRequests: ApiRequests;
  readonly oneTimeTokens: OneTimeTokenKeeper;
  /** What the header rules put in the place of a token; null where requests cannot be held. */
  readonly placeholderOf: (profile: Profile) => string | null;
}

/** Watches the requests that carry tokens while, and only while, a profile wants one for each. */
export class RequestWatch {
  readonly #ports: RequestWatchPorts;
  #watched: readonly Profile[] = [];

  constructor(ports: RequestWatchPorts) {
    this.#ports = ports;
  }

  /** Watches the requests to the API hosts of these profiles, and no others. */
  update(watched: readonly Profile[]): void {
    this.#watched = watched;
    const patterns = watched.flatMap(({ apiHosts }) => apiHosts.map(matchPatternOf));
    const sockets = patterns.map((pattern) => pattern.replace(/^http/, 'ws'));
    this.#ports.apiRequests.watch([...new Set([...patterns, ...sockets])], (request) =>
      this.#onRequest(request),
    );
  }

  async #onRequest(request: ApiRequest): Promise<readonly ApiRequestHeader[] | null> {
    const { oneTimeTokens, placeholderOf } = this.#ports;
    for (const profile of this.#watched) {
      const jwt = jwtIn(request, profile);
      const placeholder = placeholderOf(profile);
      if (jwt === null) continue;
      if (jwt === placeholder) return withOwnToken(request, profile, oneTimeTokens);
      if (placeholder === null) await oneTimeTokens.onSent(profile, jwt);
    }
    return null;
  }
}

function jwtIn({ headers }: ApiRequest, { header }: Profile): string | null {
  const value = headers.find(({ name }) => isSameName(name, header.name))?.value;
  return value?.startsWith(header.prefix) ? value.slice(header.prefix.length) : null;
}

// Where no token can be had the request goes without one: the placeholder would mean nothing to the API.
async function withOwnToken(
  { headers }: ApiRequest,
  profile: Profile,
  oneTimeTokens: OneTimeTokenKeeper,
): Promise<readonly ApiRequestHeader[]> {
  const names = [
    profile.header.name,
    ...(profile.accessTokenHeader === null ? [] : [profile.accessTokenHeader]),
  ];
  const others = headers.filter(({ name }) => !names.some((own) => isSameName(name, own)));
  const tokens = await oneTimeTokens.take(profile).catch(() => null);
  const changes = tokens && headerChanges(profile, tokens);
  if (!changes) return others;
  const own = changes.filter(({ header }) => names.some((name) => isSameName(name, header)));
  return [...others, ...own.map(({ header, value }) => ({ name: header, value }))];
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
