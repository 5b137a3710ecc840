import type { SessionView } from './session-view';

/** What the toolbar icon shows, never by colour alone. */
export type BadgeState = 'none' | 'attached' | 'off' | 'needsUser' | 'needsAccess';

/** The text on the icon; empty for none. Its colour and its title say the same. */
export const BADGE_TEXTS: Readonly<Record<BadgeState, string>> = {
  none: '',
  attached: '✓',
  off: '❚❚',
  needsUser: '?',
  needsAccess: '!',
};

export const BADGE_COLORS: Readonly<Record<BadgeState, string>> = {
  none: '#59626d',
  attached: '#0b7268',
  off: '#59626d',
  needsUser: '#8a5a00',
  needsAccess: '#b3261e',
};

/**
 * What the user has to know without opening the popup.
 * @param isWanted whether the user has signed in and not out again
 * @param missesAccess whether the browser grants less than the profile needs
 */
export function badgeOf(session: SessionView, isWanted: boolean, missesAccess: boolean): BadgeState {
  if (!isWanted) return 'none';
  if (session.kind !== 'signedIn') return 'needsUser';
  if (missesAccess) return 'needsAccess';
  return session.attach ? 'attached' : 'off';
}
