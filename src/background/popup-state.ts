import { hostText, matchPatternOf } from '../core/api-host';
import { destinationOf, deviceNameOf, fieldsOf } from '../core/challenge';
import { neededAccess, type Profile, scopeOf } from '../core/profile';
import type { HostView, PopupState, SessionView } from '../core/protocol';
import { type Session, SIGNED_OUT, tokenOf } from '../core/session';
import { DRAFT } from '../core/stored';
import type { Storage } from './ports';
import type { Profiles } from './profiles';
import type { SessionStore } from './session-store';
import type { TokenKeeper } from './token-keeper';

export interface PopupStatePorts {
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly tokenKeeper: TokenKeeper;
  readonly storage: Storage;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
}

/** All that the popup shows, without any secret but those that the user is typing. */
export async function popupState(ports: PopupStatePorts): Promise<PopupState> {
  const { profiles, sessions, tokenKeeper, storage, missingAccess } = ports;
  const profile = await profiles.active();
  const session = profile ? await sessions.read(profile.id) : SIGNED_OUT;
  const missing = profile ? await missingAccess(neededAccess(profile)) : [];
  return {
    form: await profiles.activeForm(),
    hasClientSecret: profile !== null && (await profiles.clientSecret(profile.id)) !== null,
    session: profile ? sessionView(profile, session, missing) : SIGNED_OUT,
    hosts: profile ? hostViews(profile, missing) : [],
    holdNavigations: profile?.holdNavigations ?? true,
    isSigningIn: profile !== null && tokenKeeper.isSigningIn(profile),
    draft: await storage.read(DRAFT),
  };
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
        username: session.challenge.username,
        problem: session.problem,
      };
    case 'signedIn': {
      const token = tokenOf(session.tokens, profile.tokenUse);
      return {
        kind: 'signedIn',
        username: session.tokens.username,
        expiresAtMs: token.expiresAtMs,
        lifetimeMs: token.lifetimeMs,
        attach: profile.attach,
        apiHosts: profile.apiHosts.map(hostText),
        missingAccess,
        problem: session.problem,
      };
    }
  }
}
