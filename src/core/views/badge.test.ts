import { describe, expect, test } from 'vitest';
import { BADGE_COLORS, BADGE_TEXTS, badgeOf } from './badge';
import type { SessionView } from './session-view';

const signedIn: SessionView = {
  kind: 'signedIn',
  username: 'alice',
  canRenew: true,
  canSignOut: { everywhere: true, hostedUi: false },
  expiresAtMs: 1,
  lifetimeMs: 1,
  attach: true,
  fetchesEveryRequest: false,
  apiHosts: [],
  missingAccess: [],
  problem: null,
};
const detached: SessionView = { ...signedIn, attach: false };
const signedOut: SessionView = { kind: 'signedOut', problem: null };
const lapsed: SessionView = { kind: 'lapsed', problem: { code: 'refreshTokenRevoked', detail: '' } };
const challenged: SessionView = {
  kind: 'challenged',
  challengeName: 'SMS_MFA',
  fields: null,
  destination: '',
  deviceName: '',
  setup: null,
  publicParameters: {},
  canResendCode: false,
  username: 'alice',
  problem: null,
};

describe('badgeOf', () => {
  test.each([
    ['signed in', signedIn, true, false, 'attached'],
    ['signed in, switched off', detached, true, false, 'off'],
    ['signed in, without access', signedIn, true, true, 'needsAccess'],
    ['signed in, switched off, without access', detached, true, true, 'needsAccess'],
    ['after a browser start', signedOut, true, false, 'needsUser'],
    ['after a browser start, without access', signedOut, true, true, 'needsUser'],
    ['lapsed', lapsed, true, false, 'needsUser'],
    ['challenged', challenged, true, false, 'needsUser'],
    ['signed out by the user', signedOut, false, false, 'none'],
    ['signed out by the user, without access', signedOut, false, true, 'none'],
    ['signing out', signedIn, false, false, 'none'],
  ] as const)('%s', (_, session, isWanted, missesAccess, state) => {
    expect(badgeOf(session, isWanted, missesAccess)).toBe(state);
  });

  test('never says anything by colour alone', () => {
    const texts = Object.values(BADGE_TEXTS);
    expect(new Set(texts).size).toBe(texts.length);
    expect(Object.keys(BADGE_COLORS)).toEqual(Object.keys(BADGE_TEXTS));
  });
});
