import { asksFirst, type Profile } from './profile/profile';
import { type DesiredRules, desiredRules } from './rules/desired-rules';
import { type HeaderSource, headerSourceOf, sendsToken } from './rules/header-source';
import type { RuleBrowser } from './rules/net-rule';
import { withdrawalRule } from './rules/withdrawal-rules';
import { fetchesEveryRequest } from './session/profile-state';
import { concernsTab } from './session/session';
import { type Snapshot, stateOf, wakeTimeMs } from './session/snapshot';
import { type BadgeState, badgeOf } from './views/badge';

/** All that follows from a snapshot and lies outside of what is stored. */
export interface Projection {
  readonly rules: DesiredRules;
  /** Epoch ms of the corrected clock at which time next asks for anything; null if it never does. */
  readonly wakeAtMs: number | null;
  /** Whether a rule sends a token, whose end must not be missed, or what was taken off is yet to be stored. */
  readonly isGuarded: boolean;
  /** The profiles whose requests are watched, to give each a token of its own. */
  readonly watched: readonly Profile[];
  /** Whether somebody waits for what a tab does. */
  readonly watchesTabs: boolean;
  readonly badge: BadgeState;
}

export interface ProjectionSettings extends Omit<RuleBrowser, 'access'> {
  /** What stands in the header until a request gets a token of its own; null where requests cannot be held. */
  readonly placeholderOf: (profile: Profile) => string | null;
}

/** Works out what has to be installed and shown for what is stored. */
export function projectionOf(snapshot: Snapshot, settings: ProjectionSettings): Projection {
  const { states, shownId, access, withdrawn } = snapshot;
  const sources = headerSourcesOf(snapshot, settings);
  const { session, dynamic } = desiredRules(sources, states, { ...settings, access });
  return {
    rules: { session: [...session, ...withdrawn.map(withdrawalRule)], dynamic },
    wakeAtMs: wakeTimeMs(snapshot),
    isGuarded: sources.some(sendsToken) || withdrawn.length > 0,
    watched: states.filter(isWatched).map(({ profile }) => profile),
    watchesTabs: states.some(({ session, profile }) => concernsTab(session) || isAskedFirst(profile)),
    badge: badgeOf(shownId === null ? null : stateOf(snapshot, shownId), access),
  };
}

/** What each profile sends now, in the order in which they lead. */
export function headerSourcesOf(
  { states, nowMs }: Snapshot,
  { placeholderOf }: Pick<ProjectionSettings, 'placeholderOf'>,
): readonly HeaderSource[] {
  return states.map((state) => headerSourceOf(state, nowMs, placeholderOf(state.profile)));
}

function isAskedFirst(profile: Profile): boolean {
  const { attach, isWanted, apiHosts } = profile;
  return attach && isWanted && apiHosts.some((host) => asksFirst(profile, host));
}

function isWatched(state: Snapshot['states'][number]): boolean {
  const { attach, isWanted } = state.profile;
  return attach && isWanted && fetchesEveryRequest(state);
}
