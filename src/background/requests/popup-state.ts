import { scopesOf } from '../../core/jwt/jwt';
import type { HostView, PopupState, SessionView } from '../../core/messages/protocol';
import { hostText, matchPatternOf } from '../../core/profile/api-host';
import { neededAccess, type Profile, scopeOf } from '../../core/profile/profile';
import { SECRET_FIELDS, type SecretField } from '../../core/profile/profile-form';
import { isHostedUi } from '../../core/profile/sign-in-method';
import {
  canResendCode,
  destinationOf,
  deviceNameOf,
  fieldsOf,
  publicParametersOf,
  setupOf,
} from '../../core/session/challenge';
import { fetchesEveryRequest } from '../../core/session/one-time-tokens';
import { canRenew, type Session, SIGNED_OUT, tokenOf } from '../../core/session/session';
import { draftKey } from '../../core/storage/draft';
import type { SignIn } from '../sign-in/sign-in';
import type { Profiles } from '../state/profiles';
import type { SessionStore } from '../state/sessions';
import type { Store } from '../state/store';

// Source: Cognito API, GlobalSignOut: "authorized with a scope of aws.cognito.signin.user.admin".
const SIGN_OUT_SCOPE = 'aws.cognito.signin.user.admin';

export interface PopupStatePorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly signIn: SignIn;
  readonly browserCallbackUrl: string;
  readonly storage: Store;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
}

/** All that the popup shows, without any secret but those that the user is typing. */
export async function popupState(ports: PopupStatePorts): Promise<PopupState> {
  const { profiles, sessions, signIn, storage, missingAccess, browserCallbackUrl } = ports;
  const profile = await profiles.shown();
  const session = profile ? await sessions.read(profile.id) : SIGNED_OUT;
  const missing = profile ? await missingAccess(neededAccess(profile)) : [];
  const isSigningIn = profile !== null && signIn.isUnderWay(profile);
  const isLikeSignedOut = isSigningIn && session.kind === 'signedOut';
  return {
    form: await profiles.shownForm(),
    keptSecrets: profile ? await keptSecrets(profiles, profile) : [],
    browserCallbackUrl,
    // What is stored in case the worker dies in the middle of it is no failure while it lives.
    session: profile && !isLikeSignedOut ? sessionView(profile, session, missing) : SIGNED_OUT,
    hosts: profile ? hostViews(profile, missing) : [],
    holdNavigations: profile?.holdNavigations ?? true,
    isSigningIn,
    draft: await storage.read(draftKey(profile?.id ?? null)),
  };
}

async function keptSecrets(profiles: Profiles, { id }: Profile): Promise<readonly SecretField[]> {
  const secrets = await profiles.secrets(id);
  return SECRET_FIELDS.filter((field) => secrets[field] !== null);
}

function hostViews(profile: Profile, missing: readonly string[]): readonly HostView[] {
  return profile.apiHosts.map((host) => {
    const pattern = matchPatternOf(host);
    return {
      host: hostText(host),
      scope: scopeOf(profile, host),
      missingAccess: missing.includes(pattern) ? pattern : null,
    };
  });
}

/** A session as pages see it. */
export function sessionView(
  profile: Profile,
  session: Session,
  missingAccess: readonly string[],
): SessionView {
  switch (session.kind) {
    case 'signedOut':
    case 'lapsed':
      return session;
    case 'challenged':
      return {
        kind: 'challenged',
        challengeName: session.challenge.name,
        fields: fieldsOf(session.challenge),
        destination: destinationOf(session.challenge),
        deviceName: deviceNameOf(session.challenge),
        setup: setupOf(session.challenge),
        publicParameters: publicParametersOf(session.challenge),
        canResendCode: canResendCode(session.challenge),
        username: session.challenge.username,
        problem: session.problem,
      };
    case 'redirected':
      return { kind: 'redirected', endsAtMs: session.endsAtMs, problem: null };
    case 'signedIn': {
      const token = tokenOf(session.tokens, profile.tokenUse);
      return {
        kind: 'signedIn',
        username: session.tokens.username,
        canRenew: canRenew(session),
        canSignOut: {
          everywhere: scopesOf(session.tokens.access?.jwt ?? '').includes(SIGN_OUT_SCOPE),
          hostedUi: isHostedUi(profile.signInMethod),
        },
        expiresAtMs: token?.expiresAtMs ?? 0,
        lifetimeMs: token?.lifetimeMs ?? 0,
        attach: profile.attach,
        fetchesEveryRequest: fetchesEveryRequest(profile, session),
        apiHosts: profile.apiHosts.map(hostText),
        missingAccess,
        problem: session.problem,
      };
    }
  }
}
