import { type AllowedPage, type ApiHost, parseAllowedPage, parseApiHost } from '../core/profile/api-host';
import type { Profile } from '../core/profile/profile';
import { EMPTY_FORM, type ProfileForm } from '../core/profile/profile-form';
import { INITIAL_SETTINGS } from '../core/profile/settings';
import { parseUserPoolId, type UserPoolAddress } from '../core/profile/user-pool-id';
import type { Challenge } from '../core/session/challenge';
import { type Credentials, NO_CREDENTIALS } from '../core/session/credentials';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import type { ProfileState } from '../core/session/profile-state';
import type { Challenged, Redirected, SignedIn } from '../core/session/session';
import type { SentTokens, Token, TokenSet, Tokens } from '../core/session/token';

/** The moment at which tests take place, epoch ms. */
export const NOW_MS = Date.UTC(2026, 0, 15, 12, 0, 0);

/** An API host as the form reads it. */
export function aHost(typed: string): ApiHost {
  const host = parseApiHost(typed);
  if (!host.ok) throw new Error(`${typed}: ${host.problem}`);
  return host.value;
}

/** An allowed page as the form reads it. */
export function aPage(typed: string): AllowedPage {
  const page = parseAllowedPage(typed);
  if (!page.ok) throw new Error(`${typed}: ${page.problem}`);
  return page.value;
}

export function aPool(userPoolId = 'eu-central-1_AbCdEfGhI'): UserPoolAddress {
  const pool = parseUserPoolId(userPoolId);
  if (!pool.ok) throw new Error(`${userPoolId}: ${pool.problem}`);
  return pool.value;
}

export function aForm(overrides: Partial<ProfileForm> = {}): ProfileForm {
  return {
    ...EMPTY_FORM,
    userPoolId: 'eu-central-1_AbCdEfGhI',
    clientId: '1h57kf5cpq17m0eml12EXAMPLE',
    apiHosts: 'api.example.com',
    username: 'alice',
    ...overrides,
  };
}

export function aProfile(overrides: Partial<Profile> = {}): Profile {
  return {
    ...INITIAL_SETTINGS,
    id: 'p1',
    slot: 1,
    pool: aPool(),
    clientId: '1h57kf5cpq17m0eml12EXAMPLE',
    username: 'alice',
    apiHosts: [aHost('api.example.com')],
    refusedHosts: [],
    ...overrides,
  };
}

/** A token of an hour that was issued now. */
export function aToken(overrides: Partial<Token> = {}): Token {
  return { jwt: 'head.body.sign', lifetimeMs: 3_600_000, expiresAtMs: NOW_MS + 3_600_000, ...overrides };
}

/** What a profile sends whose attached token is this JWT. */
export function aSentTokens(jwt = 'aaa.bbb.ccc'): SentTokens {
  return { token: aToken({ jwt }), access: aToken({ jwt: `access-${jwt}` }) };
}

export function someTokens(overrides: Partial<Tokens> = {}): Tokens {
  return {
    id: aToken({ jwt: 'id.id.id' }),
    access: aToken({ jwt: 'access.access.access' }),
    subject: '7d8ca528-4931-4254-9273-ea5ee853f271',
    username: 'alice',
    ...overrides,
  };
}

export function aTokenSet(overrides: Partial<TokenSet> = {}): TokenSet {
  return { ...someTokens(), refreshToken: 'refresh-token', renewal: 'userPoolApi', ...overrides };
}

export function someCredentials(overrides: Partial<Credentials> = {}): Credentials {
  return { ...NO_CREDENTIALS, refreshToken: 'refresh-token', renewal: 'userPoolApi', ...overrides };
}

/** All that is held of a profile whose user is signed in. */
export function aState(overrides: Partial<ProfileState> = {}): ProfileState {
  return { profile: aProfile(), session: aSignedIn(), credentials: someCredentials(), ...overrides };
}

export function aSignedIn(overrides: Partial<SignedIn> = {}): SignedIn {
  const refreshAtMs = NOW_MS + 3_240_000;
  return {
    kind: 'signedIn',
    tokens: someTokens(),
    refreshAtMs,
    failedRefreshes: 0,
    problem: null,
    ...overrides,
  };
}

export function aChallenge(overrides: Partial<Challenge> = {}): Challenge {
  return {
    ...{ name: 'SMS_MFA', session: 'session-1', username: 'alice', parameters: {} },
    ...{ choices: [], chosen: null },
    ...overrides,
  };
}

/** A user who signs in on the pool's own pages, in a tab unless another attempt says so. */
export function aRedirected(attempt: Partial<HostedUiAttempt> = {}): Redirected {
  const secrets = { state: 'state', nonce: 'nonce', codeVerifier: 'verifier' };
  const redirectUri = 'https://app.example.com/callback';
  return {
    kind: 'redirected',
    attempt: { responseType: 'code', ...secrets, redirectUri, tabId: 7, otherTabIds: [], ...attempt },
    problem: null,
    endsAtMs: NOW_MS,
  };
}

export function aChallenged(overrides: Partial<Challenged> = {}): Challenged {
  return {
    kind: 'challenged',
    challenge: aChallenge(),
    problem: null,
    endsAtMs: NOW_MS + 180_000,
    ...overrides,
  };
}
