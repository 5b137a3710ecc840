import { describe, expect, test } from 'vitest';
import { aChallenged, aProfile, aSignedIn, aState } from '../../testing/builders';
import type { Session } from '../session/session';
import { BADGE_COLORS, BADGE_TEXTS, badgeOf } from './badge';

const signedIn = aSignedIn();
const signedOut: Session = { kind: 'signedOut', problem: null };
const lapsed: Session = { kind: 'lapsed', problem: { code: 'refreshTokenRevoked', detail: '' } };
const on = { isWanted: true, attach: true };
const off = { isWanted: true, attach: false };
const unwanted = { isWanted: false, attach: true };

describe('badgeOf', () => {
  test.each([
    ['signed in', signedIn, on, true, 'attached'],
    ['signed in, switched off', signedIn, off, true, 'off'],
    ['signed in, without access', signedIn, on, false, 'needsAccess'],
    ['signed in, switched off, without access', signedIn, off, false, 'needsAccess'],
    ['after a browser start', signedOut, on, true, 'needsUser'],
    ['after a browser start, without access', signedOut, on, false, 'needsUser'],
    ['lapsed', lapsed, on, true, 'needsUser'],
    ['challenged', aChallenged(), on, true, 'needsUser'],
    ['signed out by the user', signedOut, unwanted, true, 'none'],
    ['signed out by the user, without access', signedOut, unwanted, false, 'none'],
    ['signing out', signedIn, unwanted, true, 'none'],
  ] as const)('%s', (_, session, switches, hasAccess, badge) => {
    const granted = hasAccess ? ['https://api.example.com/*'] : [];
    const state = aState({ profile: aProfile(switches), session });
    expect(badgeOf(state, { granted, socketTwins: false })).toBe(badge);
  });

  test('before the first sign-in', () => {
    expect(badgeOf(null, { granted: [], socketTwins: false })).toBe('none');
  });

  test('never says anything by colour alone', () => {
    const texts = Object.values(BADGE_TEXTS);
    expect(new Set(texts).size).toBe(texts.length);
    expect(Object.keys(BADGE_COLORS)).toEqual(Object.keys(BADGE_TEXTS));
  });
});
