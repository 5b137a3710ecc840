import { type ApiHost, coversName } from '../profile/api-host';
import { headerChanges } from './header-changes';
import type { HeaderSource } from './header-source';
import type { HeaderChange } from './net-rule';

/** A source and its place among all, as its rules have to know it. */
export interface RankedSource {
  readonly source: HeaderSource;
  /** Place in the user's order; 0 is the first. Of the sources with a token for a request the first one sends it. */
  readonly rank: number;
  /** The headers that it sets now; null while it sends no token. */
  readonly changes: readonly HeaderChange[] | null;
  /** Hosts at which a source further down sets a header that this one does not. */
  readonly contested: readonly ApiHost[];
}

/** @param sources in the user's order */
export function rankedSources(sources: readonly HeaderSource[]): readonly RankedSource[] {
  const all = sources.map((source) => ({
    source,
    changes: source.sent && headerChanges(source.profile, source.sent),
  }));
  return all.map(({ source, changes }, rank) => {
    const names = changes?.map(({ header }) => header);
    // What a single navigation carries is no matter here: all of the first one's rules for those have `allow` rules.
    const others = all
      .slice(rank + 1)
      .filter((other) => other.changes?.some(({ header }) => names && !names.includes(header)));
    return { source, rank, changes, contested: others.flatMap((other) => other.source.profile.apiHosts) };
  });
}

/** Whether a request to this host may get a header of a source further down besides this one's. */
export function isContested({ contested }: RankedSource, host: ApiHost): boolean {
  return contested.some((other) => coversName(host, other.hostname) || coversName(other, host.hostname));
}
