import { describe, expect, test } from 'vitest';
import {
  aChallenge,
  aChallenged,
  aHost,
  aProfile,
  aSignedIn,
  NOW_MS,
  someCredentials,
} from '../../testing/builders';
import { EMPTY_FORM } from '../profile/profile-form';
import { SIGNED_OUT } from '../session/session';
import { EMPTY_DRAFT } from '../storage/draft';
import { INITIAL_LOCK_SETTINGS } from '../vault/vault-view';
import { type PopupFacts, popupState } from './popup-state';

const NOTHING: PopupFacts = {
  shown: null,
  form: EMPTY_FORM,
  missingAccess: [],
  clock: { nowMs: NOW_MS, aheadMs: 0 },
  seesNavigations: false,
  isSigningIn: false,
  draft: EMPTY_DRAFT,
  setAside: 0,
  browserCallbackUrl: 'https://id.example/',
  vault: { state: 'none', isLockable: false, isKept: false, hasFailed: false, ...INITIAL_LOCK_SETTINGS },
};
const FAILED = { kind: 'signedOut', problem: { code: 'wrongPassword', detail: '' } } as const;
const profile = aProfile({
  apiHosts: [aHost('api.example.com'), aHost('b.example')],
  hostScopes: { 'https://b.example': 'onlyTyped' },
});
const credentials = someCredentials({ clientSecret: 'canary-secret' });
const shown = { profile, session: SIGNED_OUT, credentials };

describe('the state of the popup', () => {
  test('names the hosts that get no token', () => {
    const refused = { ...profile, refusedHosts: [aHost('*.github.io')] };
    const state = popupState({ ...NOTHING, shown: { ...shown, profile: refused } });
    expect(state.refusedHosts).toEqual(['*.github.io']);
  });

  test('before the first sign-in is about nobody', () => {
    expect(popupState({ ...NOTHING, setAside: 2 })).toEqual({
      profileId: null,
      form: EMPTY_FORM,
      keptSecrets: [],
      browserCallbackUrl: 'https://id.example/',
      session: SIGNED_OUT,
      hosts: [],
      refusedHosts: [],
      holdNavigations: true,
      isSigningIn: false,
      draft: EMPTY_DRAFT,
      setAside: 2,
      vault: NOTHING.vault,
    });
  });

  test('names the profile, its hosts and what the browser has not granted', () => {
    const missingAccess = ['https://b.example/*', 'https://login.example/*'];
    expect(popupState({ ...NOTHING, shown, missingAccess })).toMatchObject({
      profileId: 'p1',
      hosts: [
        { host: 'https://api.example.com', scope: 'pagesAndTyped', missingAccess: null },
        { host: 'https://b.example', scope: 'onlyTyped', missingAccess: 'https://b.example/*' },
      ],
    });
  });

  test('names the secrets that are kept, and holds none of them, nor a token', () => {
    const state = popupState({ ...NOTHING, shown: { ...shown, session: aSignedIn() } });
    expect(state.keptSecrets).toEqual(['clientSecret']);
    expect(state.session).toMatchObject({ kind: 'signedIn', canRenew: true });
    expect(JSON.stringify(state)).not.toMatch(/canary-secret|id\.id\.id|access\.access|refresh-token/);
  });

  test('does not tell of a failure while the next try is on its way', () => {
    const failed = { ...shown, session: FAILED };
    expect(popupState({ ...NOTHING, shown: failed }).session).toEqual(FAILED);
    expect(popupState({ ...NOTHING, shown: failed, isSigningIn: true }).session).toEqual(SIGNED_OUT);
  });

  test('goes on showing the challenge that is being answered', () => {
    const challenge = aChallenge({ parameters: { CODE_DELIVERY_DESTINATION: '+*******1234' } });
    const session = aChallenged({ challenge });
    const state = popupState({ ...NOTHING, shown: { ...shown, session }, isSigningIn: true });
    expect(state).toMatchObject({
      isSigningIn: true,
      session: { kind: 'challenged', challengeName: 'SMS_MFA', destination: '+*******1234' },
    });
    expect(JSON.stringify(state)).not.toContain('session-1');
  });
});
