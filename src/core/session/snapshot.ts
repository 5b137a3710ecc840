import type { HostAccess } from '../profile/host-access';
import type { Withdrawn } from '../rules/withdrawal-rules';
import { needsShared, oneTimeWakeMs } from './one-time-tokens';
import { fetchesEveryRequest, type ProfileState } from './profile-state';
import { afterTime, isRefreshDue, nextWakeMs } from './refresh-policy';
import type { PendingRevocation } from './revocation';

/** What of a snapshot pages need to speak of time. */
export type SnapshotClock = Pick<Snapshot, 'nowMs' | 'aheadMs'>;

/** All that is stored and granted, read once for everything that follows from it. */
export interface Snapshot {
  /** In the user's order: on a host that two of them share, the earlier one leads. */
  readonly states: readonly ProfileState[];
  /** The profile that pages show; null before the first sign-in. */
  readonly shownId: string | null;
  readonly revocations: readonly PendingRevocation[];
  /** What was taken off and is yet to be stored, for which the guard alarm comes; the states here are as if it were. */
  readonly withdrawn: readonly Withdrawn[];
  readonly access: HostAccess;
  /** Epoch ms when it was read, by the corrected clock, as are all stored times. */
  readonly nowMs: number;
  /** By how much the local clock is behind that, in ms: it was set back. */
  readonly aheadMs: number;
}

/** The state of a profile; null if there is none of this id. */
export function stateOf({ states }: Snapshot, profileId: string): ProfileState | null {
  return states.find(({ profile }) => profile.id === profileId) ?? null;
}

/** When time next asks for anything. @returns epoch ms of the corrected clock, or null if it never does */
export function wakeTimeMs({ states, revocations, nowMs }: Snapshot): number | null {
  const times = [
    ...states.flatMap(({ profile, session }) => [
      nextWakeMs(session, profile.tokenUse, nowMs),
      oneTimeWakeMs(session, nowMs),
    ]),
    ...revocations.map(({ retryAtMs }) => retryAtMs),
  ].filter((time) => time !== null);
  return times.reduce<number | null>((first, time) => Math.min(first ?? time, time), null);
}

/**
 * Whether time asks for something now: a refresh, the end of a challenge or of the last token, a token for requests that
 * cannot wait. A window of the browser's own may have been left behind by an earlier worker.
 * @param holdsRequests whether the browser holds each request, so that none shares a token
 */
export function needsAttention(state: ProfileState, nowMs: number, holdsRequests: boolean): boolean {
  const { profile, session } = state;
  if (isRefreshDue(session, nowMs) || afterTime(session, profile.tokenUse, nowMs) !== session) return true;
  if (session.kind === 'redirected') return session.attempt.tabId === null;
  return !holdsRequests && fetchesEveryRequest(state) && needsShared(state.session, nowMs);
}
