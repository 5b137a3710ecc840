import type { AuthProblem } from '../auth-error';
import { scopesOf } from '../jwt/jwt';
import { hostText } from '../profile/api-host';
import { isHostedUi } from '../profile/sign-in-method';
import {
  type AuthenticatorSetup,
  type ChallengeField,
  canResendCode,
  destinationOf,
  deviceNameOf,
  fieldsOf,
  publicParametersOf,
  setupOf,
} from '../session/challenge';
import { mayFetch } from '../session/one-time-tokens';
import {
  canRenew,
  fetchesEveryRequest,
  type ProfileState,
  type SignedInState,
} from '../session/profile-state';
import type { Challenged } from '../session/session';
import type { SnapshotClock } from '../session/snapshot';
import { kilobytes, tokenOf } from '../session/token';
import { userNameOf } from '../session/user-name';

// Source: Cognito API, GlobalSignOut: "authorized with a scope of aws.cognito.signin.user.admin".
const SIGN_OUT_SCOPE = 'aws.cognito.signin.user.admin';
// What nginx takes by default in one header (large_client_header_buffers); Node takes 16 kB in all, API Gateway 10 kB.
const USUAL_HEADER_BYTES = 8_192;

/** An open challenge as pages see it. */
export interface ChallengedSessionView {
  readonly kind: 'challenged';
  readonly challengeName: string;
  /** Null where the challenge is not supported. */
  readonly fields: readonly ChallengeField[] | null;
  /** Where a code was sent, masked by the pool; empty if it was not sent. */
  readonly destination: string;
  /** The authenticator's name; empty if it has none. */
  readonly deviceName: string;
  /** What to tell an authenticator app that is being set up. It is a secret, made to be shown once. */
  readonly setup: AuthenticatorSetup | null;
  /** The words of a custom challenge, by name. */
  readonly publicParameters: Readonly<Record<string, string>>;
  readonly canResendCode: boolean;
  /** What people call the user. */
  readonly name: string;
  readonly problem: AuthProblem | null;
}

/** A session with tokens as pages see it. */
export interface SignedInSessionView {
  readonly kind: 'signedIn';
  /** What people call the user. */
  readonly name: string;
  /** What the pool calls the user. */
  readonly username: string;
  /** Whether other tokens can be had now, or when these end. */
  readonly canRenew: boolean;
  /** What signing out can end besides this session. */
  readonly canSignOut: { readonly everywhere: boolean; readonly hostedUi: boolean };
  /** Epoch ms of the local clock at which the attached token ends; may have passed. */
  readonly expiresAtMs: number;
  /** How long that token lives in all, in ms. */
  readonly lifetimeMs: number;
  /** What that token takes in a header, in kB, where servers may refuse that; else null. */
  readonly largeTokenKb: number | null;
  readonly attach: boolean;
  /** Whether each request is given a token of its own, as far as the browser can do that. */
  readonly fetchesEveryRequest: boolean;
  /** Whether requests come faster than tokens may be fetched for them. */
  readonly sharesLastToken: boolean;
  /** Origins of API hosts, as the user would type them. */
  readonly apiHosts: readonly string[];
  /** Match patterns of API hosts and allowed pages that the browser has not granted. */
  readonly missingAccess: readonly string[];
  readonly problem: AuthProblem | null;
}

/** The session as pages see it: no token, no secret. */
export type SessionView =
  | { readonly kind: 'signedOut'; readonly problem: AuthProblem | null }
  | ChallengedSessionView
  /** A window with the pool's own pages is open. */
  | { readonly kind: 'redirected'; readonly endsAtMs: number; readonly problem: null }
  | SignedInSessionView
  | { readonly kind: 'lapsed'; readonly problem: AuthProblem }
  /** What is kept of it waits for the passphrase. @property name what the user signed in as; empty if they typed none */
  | { readonly kind: 'locked'; readonly name: string; readonly problem: null };

/**
 * A session as pages see it.
 * @param missingAccess those of the profile's match patterns that the browser has not granted
 * @param clock the corrected time, and by how much it is ahead of the local clock, which pages go by; ms
 */
export function sessionView(
  state: ProfileState,
  missingAccess: readonly string[],
  clock: SnapshotClock,
): SessionView {
  const { session } = state;
  switch (session.kind) {
    case 'signedOut':
    case 'lapsed':
      return session;
    case 'challenged':
      return challengedView({ ...state, session });
    case 'redirected':
      return { kind: 'redirected', endsAtMs: session.endsAtMs - clock.aheadMs, problem: null };
    case 'signedIn':
      return signedInView({ ...state, session }, missingAccess, clock);
    case 'locked':
      return { kind: 'locked', name: state.profile.username, problem: null };
  }
}

function challengedView(state: ProfileState & { session: Challenged }): ChallengedSessionView {
  const { challenge, problem } = state.session;
  const name = userNameOf(state);
  return {
    kind: 'challenged',
    challengeName: challenge.name,
    fields: fieldsOf(challenge),
    destination: destinationOf(challenge),
    deviceName: deviceNameOf(challenge),
    setup: setupOf(challenge, name),
    publicParameters: publicParametersOf(challenge),
    canResendCode: canResendCode(challenge),
    name,
    problem,
  };
}

function signedInView(
  state: SignedInState,
  missingAccess: readonly string[],
  { nowMs, aheadMs }: SnapshotClock,
): SignedInSessionView {
  const { profile, session } = state;
  const token = tokenOf(session.tokens, profile.tokenUse);
  return {
    kind: 'signedIn',
    name: userNameOf(state),
    username: session.tokens.username,
    canRenew: canRenew(state),
    canSignOut: {
      everywhere: scopesOf(session.tokens.access?.jwt ?? '').includes(SIGN_OUT_SCOPE),
      hostedUi: isHostedUi(profile.signInMethod),
    },
    expiresAtMs: token ? token.expiresAtMs - aheadMs : 0,
    lifetimeMs: token?.lifetimeMs ?? 0,
    largeTokenKb: token && token.jwt.length > USUAL_HEADER_BYTES ? kilobytes(token.jwt) : null,
    attach: profile.attach,
    fetchesEveryRequest: fetchesEveryRequest(state),
    sharesLastToken: fetchesEveryRequest(state) && !mayFetch(session, nowMs),
    apiHosts: profile.apiHosts.map(hostText),
    missingAccess,
    problem: session.problem,
  };
}
