import { type HostAccess, missingAccess } from '../profile/host-access';
import { neededAccess } from '../profile/profile';
import type { ProfileState } from '../session/profile-state';

/** What the toolbar icon shows, never by colour alone. */
export type BadgeState = 'none' | 'attached' | 'off' | 'needsUser' | 'locked' | 'needsAccess';

/** The text on the icon; empty for none. Its colour and its title say the same. */
export const BADGE_TEXTS: Readonly<Record<BadgeState, string>> = {
  none: '',
  attached: '✓',
  off: '❚❚',
  needsUser: '?',
  locked: '🔒',
  needsAccess: '!',
};

export const BADGE_COLORS: Readonly<Record<BadgeState, string>> = {
  none: '#59626d',
  attached: '#0b7268',
  off: '#59626d',
  needsUser: '#8a5a00',
  locked: '#59626d',
  needsAccess: '#b3261e',
};

/**
 * What the user has to know without opening the popup.
 * @param state of the profile that pages show; null before the first sign-in
 */
export function badgeOf(state: ProfileState | null, access: HostAccess): BadgeState {
  if (!state?.profile.isWanted) return 'none';
  if (state.session.kind === 'locked') return 'locked';
  if (state.session.kind !== 'signedIn') return 'needsUser';
  if (missingAccess(access, neededAccess(state.profile)).length > 0) return 'needsAccess';
  return state.profile.attach ? 'attached' : 'off';
}
