import type { AuthErrorCode } from '../auth-error';
import type { Profile } from '../profile/profile';
import { type Credentials, NO_RENEWAL } from './credentials';
import type { GivenUp } from './revocation';
import type { Lapsed, Session, SignedIn } from './session';

/** All that we hold of one profile. */
export interface ProfileState {
  readonly profile: Profile;
  readonly session: Session;
  readonly credentials: Credentials;
}

/** What becomes of a state; what is absent stays as it is. */
export interface StateChange extends Partial<Pick<ProfileState, 'session' | 'credentials'>> {
  /** What is to be given back to the pool: this is stored together with the rest, or nothing is. */
  readonly givenUp?: readonly GivenUp[];
  /** Whether what is kept on this device stays as it is. */
  readonly leavesKept?: boolean;
}

export interface SignedInState extends ProfileState {
  readonly session: SignedIn;
}

/** Whether other tokens can be had in place of a session's when these end. */
export function canRenew(state: ProfileState): state is SignedInState {
  return state.session.kind === 'signedIn' && state.credentials.renewal !== 'none';
}

/** Whether each request is to have a token of its own; only tokens that can be renewed can give that. */
export function fetchesEveryRequest(state: ProfileState): state is SignedInState {
  return state.profile.fetchMode === 'everyRequest' && canRenew(state);
}

/** Whether no request gets a token: each is to have one of its own, and none can be had for now. */
export function lacksOwnTokens(state: ProfileState): boolean {
  return fetchesEveryRequest(state) && state.session.problem !== null;
}

/**
 * What has to be given back of a state that nobody wants any more.
 * @param everywhere whether all of the user's sessions are to end, on whatever device
 */
export function givenUpBy(state: ProfileState, everywhere = false): readonly GivenUp[] {
  const { profile, session, credentials } = state;
  const { refreshToken, renewal, clientSecret } = credentials;
  const access = session.kind === 'signedIn' ? session.tokens.access : null;
  const everywhereBy = everywhere && access ? access.jwt : null;
  if (refreshToken === null && everywhereBy === null) return [];
  return [{ profile, clientSecret, refreshToken, renewal, everywhereBy }];
}

// The pool itself has said that they are dead.
const DEAD: readonly AuthErrorCode[] = ['refreshTokenRevoked', 'refreshTokenReused'];

/** What becomes of a state whose session has lapsed: nobody renews its tokens any more, so they are given back. */
export function lapse(state: ProfileState, session: Lapsed): StateChange {
  const givenUp = DEAD.includes(session.problem.code) ? [] : givenUpBy(state);
  return { session, credentials: { ...state.credentials, ...NO_RENEWAL }, givenUp };
}
