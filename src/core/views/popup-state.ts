import { hostText, matchPatternOf, shortText } from '../profile/api-host';
import { asksFirst, carriesInFrames, type HostScope, type Profile, scopeOf } from '../profile/profile';
import { type ProfileForm, SECRET_FIELDS, type SecretField } from '../profile/profile-form';
import type { ProfileState } from '../session/profile-state';
import { SIGNED_OUT } from '../session/session';
import type { SnapshotClock } from '../session/snapshot';
import type { Draft } from '../storage/draft';
import type { VaultView } from '../vault/vault-view';
import { type SessionView, sessionView } from './session-view';

/** All that the popup shows, without any secret but those that the user is typing. */
export interface PopupState {
  /** The profile that it is about; null before the first sign-in. */
  readonly profileId: string | null;
  /** The saved profile's form (its secrets empty), or the empty form. */
  readonly form: ProfileForm;
  /** The secrets that are kept, each of which an empty field leaves as it is. */
  readonly keptSecrets: readonly SecretField[];
  /** What an app client has to allow as a callback where the form names none. */
  readonly browserCallbackUrl: string;
  readonly session: SessionView;
  /** The API hosts of the saved profile, for the settings; empty before the first sign-in. */
  readonly hosts: readonly HostView[];
  /** The hosts that it was saved with and that get no token, as the user would type them. */
  readonly refusedHosts: readonly string[];
  readonly holdNavigations: boolean;
  /** Whether a sign-in is on its way, begun by a popup that may have closed since. */
  readonly isSigningIn: boolean;
  readonly draft: Draft;
  /** How many stored things this version could not read and keeps aside. */
  readonly setAside: number;
  readonly vault: VaultView;
}

/** One API host in the settings. */
export interface HostView {
  readonly host: string;
  readonly scope: HostScope;
  /** Whether the frames and forms of allowed pages carry the token. */
  readonly frames: boolean;
  /** The match pattern that the browser has not granted; null where it has. */
  readonly missingAccess: string | null;
  /** Whether it asks before links are followed, and cannot tell them from typed URLs. */
  readonly missesNavigations: boolean;
}

/** What the popup's state is made of. */
export interface PopupFacts
  extends Pick<PopupState, 'form' | 'browserCallbackUrl' | 'draft' | 'setAside' | 'vault'> {
  /** Null before the first sign-in. */
  readonly shown: ProfileState | null;
  /** Those of the profile's match patterns that the browser has not granted. */
  readonly missingAccess: readonly string[];
  readonly clock: SnapshotClock;
  /** Whether the browser tells which addresses tabs go to. */
  readonly seesNavigations: boolean;
  /** Whether a sign-in of the profile is on its way. */
  readonly isSigningIn: boolean;
}

/** What the popup shows. */
export function popupState({ shown, missingAccess, clock, ...facts }: PopupFacts): PopupState {
  const { seesNavigations, ...rest } = facts;
  const isLikeSignedOut = rest.isSigningIn && shown?.session.kind === 'signedOut';
  return {
    ...rest,
    profileId: shown?.profile.id ?? null,
    keptSecrets: SECRET_FIELDS.filter((field) => (shown?.credentials[field] ?? null) !== null),
    // What is stored in case the worker dies in the middle of it is no failure while it lives.
    session: shown && !isLikeSignedOut ? sessionView(shown, missingAccess, clock) : SIGNED_OUT,
    hosts: shown ? hostViews(shown.profile, missingAccess, seesNavigations) : [],
    refusedHosts: shown?.profile.refusedHosts.map(shortText) ?? [],
    holdNavigations: shown?.profile.holdNavigations ?? true,
  };
}

function hostViews(
  profile: Profile,
  missing: readonly string[],
  seesNavigations: boolean,
): readonly HostView[] {
  return profile.apiHosts.map((host) => {
    const pattern = matchPatternOf(host);
    return {
      host: hostText(host),
      scope: scopeOf(profile, host),
      frames: carriesInFrames(profile, host),
      missingAccess: missing.includes(pattern) ? pattern : null,
      missesNavigations: asksFirst(profile, host) && !seesNavigations,
    };
  });
}
