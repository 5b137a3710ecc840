import { describe, expect, test } from 'vitest';
import {
  aProfile,
  aSentTokens,
  aSignedIn,
  aState,
  aToken,
  NOW_MS,
  someCredentials,
  someTokens,
} from '../../testing/builders';
import { MAX_PASSES } from '../rules/rule-registry';
import {
  afterSent,
  hasPass,
  oneTimeWakeMs,
  sharedTokens,
  shareNewest,
  takeNewest,
  usablePasses,
  withAllSpent,
  withOneTimeOf,
  withoutPass,
  withoutSpentPass,
  withPass,
  withUsedPass,
} from './one-time-tokens';
import { fetchesEveryRequest } from './profile-state';
import { type Session, SIGNED_OUT, type SignedIn } from './session';
import { RENEWALS, sentUntilMs } from './token';

const profile = aProfile({ fetchMode: 'everyRequest' });
const PROBLEM = { code: 'unreachable', detail: '' } as const;
const URL_OF_PASS = 'https://api.example.com/me';

const share = (session: Session, nowMs = NOW_MS) => shareNewest(aState({ profile, session }), nowMs);

/** The session once its newest token is shared. */
function shared(): SignedIn {
  return share(aSignedIn()) as SignedIn;
}

function renewed(session: SignedIn, jwt: string): SignedIn {
  const next = aSignedIn({ tokens: someTokens({ id: aToken({ jwt }) }) });
  return withOneTimeOf(next, session) as SignedIn;
}

const passFor = (tabId: number, jwt: string) => ({ tabId, url: URL_OF_PASS, tokens: aSentTokens(jwt) });

test.each(RENEWALS)(
  'tokens renewed by %s can be had for every request, unless there is no way',
  (renewal) => {
    const state = aState({ profile, credentials: someCredentials({ renewal }) });
    expect(fetchesEveryRequest(state)).toBe(renewal !== 'none');
    expect(fetchesEveryRequest({ ...state, profile: aProfile() })).toBe(false);
    expect(fetchesEveryRequest({ ...state, session: SIGNED_OUT })).toBe(false);
  },
);

describe('taking the newest tokens', () => {
  test('gives them once, and what is renewed once again', () => {
    const first = takeNewest(aSignedIn(), profile, NOW_MS);
    expect(first?.tokens.token.jwt).toBe('id.id.id');
    expect(takeNewest(first?.session ?? SIGNED_OUT, profile, NOW_MS)).toBeNull();
    const next = renewed(first?.session as SignedIn, 'new');
    expect(takeNewest(next, profile, NOW_MS)?.tokens.token.jwt).toBe('new');
  });

  test('gives none that has ended, and nobody else’s', () => {
    expect(takeNewest(aSignedIn(), profile, NOW_MS + 3_600_000)).toBeNull();
    expect(takeNewest(SIGNED_OUT, profile, NOW_MS)).toBeNull();
  });
});

describe('the shared token', () => {
  test('is taken, and stays until it is spent or due', () => {
    const session = shared();
    expect(sharedTokens(session, NOW_MS)?.token.jwt).toBe('id.id.id');
    expect(takeNewest(session, profile, NOW_MS)).toBeNull();
    const next = renewed(session, 'new');
    expect(share(next)).toBe(next);
    for (const [needy, nowMs] of [
      [afterSent(next, 'id.id.id'), NOW_MS],
      [next, NOW_MS + 3_300_000],
    ] as const) {
      expect(sharedTokens(share(needy, nowMs) as SignedIn, NOW_MS)?.token.jwt).toBe('new');
    }
  });

  test('is sent on while another is fetched, and no more once that has failed', () => {
    const spent = withAllSpent(shared()) as SignedIn;
    expect(sharedTokens(spent, NOW_MS)).not.toBeNull();
    expect(sharedTokens({ ...spent, problem: PROBLEM }, NOW_MS)).toBeNull();
    expect(sharedTokens({ ...shared(), problem: PROBLEM }, NOW_MS)).not.toBeNull();
  });

  test('is not sent after its end', () => {
    const endMs = sentUntilMs(aToken());
    expect(sharedTokens(shared(), endMs - 1)).not.toBeNull();
    expect(sharedTokens(shared(), endMs)).toBeNull();
  });
});

describe('passes', () => {
  const two = withPass(withPass(aSignedIn(), passFor(1, 'one')), passFor(2, 'two')) as SignedIn;
  const jwtsOf = (session: Session) =>
    usablePasses(session as SignedIn, NOW_MS).map(({ tokens }) => tokens?.token.jwt);

  test('are one for each tab', () => {
    expect(jwtsOf(two)).toEqual(['one', 'two']);
    expect(jwtsOf(withPass(two, passFor(1, 'three')))).toEqual(['two', 'three']);
    expect(jwtsOf(withoutPass(two, 1))).toEqual(['two']);
    expect(withoutPass(two, 3)).toBe(two);
  });

  const numbersOf = (session: Session) =>
    usablePasses(session as SignedIn, NOW_MS).map(({ tabId, number }) => [tabId, number]);

  test('have small numbers of their own, which others do not change', () => {
    expect(numbersOf(two)).toEqual([
      [1, 0],
      [2, 1],
    ]);
    const second = withoutPass(two, 1);
    expect(numbersOf(second)).toEqual([[2, 1]]);
    expect(numbersOf(withPass(second, passFor(3, 'three')))).toEqual([
      [2, 1],
      [3, 0],
    ]);
    expect(numbersOf(withPass(two, passFor(2, 'again')))).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  test('are refused where every number is taken', () => {
    const tabs = Array.from({ length: MAX_PASSES }, (_, index) => index);
    const full = tabs.reduce<Session>((session, tab) => withPass(session, passFor(tab, 'jwt')), aSignedIn());
    expect(new Set(numbersOf(full).map(([, number]) => number)).size).toBe(MAX_PASSES);
    expect(withPass(full, passFor(-1, 'more'))).toBe(full);
    expect(numbersOf(withPass(full, passFor(7, 'new'))).at(-1)).toEqual([7, 7]);
  });

  test('of what the profile sends let nothing through once they are used, and go with the page', () => {
    const approved = withPass(two, { tabId: 3, url: URL_OF_PASS, tokens: null }) as SignedIn;
    expect(hasPass(approved, 3, `${URL_OF_PASS}#part`)).toBe(true);
    const used = withUsedPass(approved, 3) as SignedIn;
    expect(hasPass(used, 3, URL_OF_PASS)).toBe(false);
    expect(usablePasses(used, NOW_MS).map(({ tabId, isSpent }) => [tabId, isSpent])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(withUsedPass(used, 3)).toBe(used);
    expect(withoutSpentPass(used, 1)).toBe(used);
    expect(numbersOf(withoutSpentPass(used, 3))).toEqual(numbersOf(two));
    expect(hasPass(withPass(used, { tabId: 3, url: URL_OF_PASS, tokens: null }), 3, URL_OF_PASS)).toBe(true);
  });

  test('that carry tokens of their own go as they are used', () => {
    expect(jwtsOf(withUsedPass(two, 1))).toEqual(['two']);
    expect(withUsedPass(SIGNED_OUT, 1)).toBe(SIGNED_OUT);
  });

  test('that are used up take no number that another needs', () => {
    const tabs = Array.from({ length: MAX_PASSES }, (_, index) => index);
    const full = tabs.reduce<Session>(
      (session, tabId) => withUsedPass(withPass(session, { tabId, url: URL_OF_PASS, tokens: null }), tabId),
      aSignedIn(),
    );
    expect(numbersOf(withPass(full, passFor(-1, 'more')))).toEqual([[-1, 0]]);
  });

  test('are used up by a request that carries their token, and by no other', () => {
    expect(jwtsOf(afterSent(two, 'one'))).toEqual(['two']);
    expect(afterSent(two, 'three')).toBe(two);
  });

  test('end with their tokens, and time is told of it', () => {
    const endMs = sentUntilMs(aToken());
    expect(usablePasses(two, endMs)).toEqual([]);
    expect(oneTimeWakeMs(two, NOW_MS)).toBe(endMs);
    expect(oneTimeWakeMs(two, endMs)).toBeNull();
    expect(oneTimeWakeMs(shared(), NOW_MS)).toBe(NOW_MS + 3_240_000);
  });
});
