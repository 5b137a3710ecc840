import { failure, type Result, success } from '../result';
import { isLoopback } from './api-host';
import type { Prompt } from './sign-in-method';

/** What a profile says of the pool's own sign-in pages. */
export interface HostedUiSettings {
  /** Origin, such as `https://my-pool.auth.eu-central-1.amazoncognito.com`; null to take it from the pool's discovery document. */
  readonly domain: string | null;
  /** Exactly as registered in the app client; null for the browser's own. */
  readonly callbackUrl: string | null;
  readonly scopes: readonly string[];
  /** Where to jump to, past the pool's own page; null to let the user choose there. */
  readonly identityProvider: string | null;
  readonly prompt: Prompt | null;
}

export type HostedUiProblem =
  | 'domainMalformed'
  | 'domainHttpNotLoopback'
  | 'callbackMalformed'
  | 'callbackHttpNotLoopback'
  | 'callbackNotForImplicit'
  | 'scopesMalformed'
  | 'scopeOpenidMissing'
  | 'identityProviderMalformed';

/** A sign-in that is under way in a browser window. Holds secrets: it lies in memory only. */
export interface HostedUiAttempt {
  readonly responseType: 'code' | 'token';
  /** 128 bits or more, base64url: ties the answer to this attempt (RFC 6749 section 10.12). */
  readonly state: string;
  /** Ties the id token to this attempt (OpenID Connect Core, section 3.1.2.1). */
  readonly nonce: string;
  /** RFC 7636 section 4.1. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** The tab that the user signs in in; null for a window that the browser manages. */
  readonly tabId: number | null;
}

/** The scopes of a profile whose field is empty: without `openid` there is no id token. */
export const DEFAULT_SCOPES = ['openid'];

/** Longer than this nobody waits for a user at the pool's pages. */
export const ATTEMPT_LIFETIME_MS = 10 * 60_000;

// RFC 6749 section 3.3: scope-token.
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Reads the domain of the hosted UI, with or without `https://`. */
export function parseHostedUiDomain(text: string): Result<string | null, HostedUiProblem> {
  const typed = text.trim();
  if (typed === '') return success(null);
  const withScheme = typed.includes('://') ? typed : `https://${typed}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  const isBare = url && !(url.username || url.password || url.search || url.hash || url.pathname !== '/');
  if (!isBare || !/^https?:$/.test(url.protocol)) return failure('domainMalformed');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return failure('domainHttpNotLoopback');
  return success(url.origin);
}

/**
 * Reads a callback URL. It is compared by the pool letter by letter, so it is kept as typed.
 * Source: Cognito API, `CallbackURLs` of UserPoolClientType: absolute, no fragment, https but for localhost.
 */
export function parseCallbackUrl(text: string): Result<string | null, HostedUiProblem> {
  const typed = text.trim();
  if (typed === '') return success(null);
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const isBare = url && !(url.username || url.password || typed.includes('#'));
  if (!isBare || !/^https?:$/.test(url.protocol)) return failure('callbackMalformed');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return failure('callbackHttpNotLoopback');
  return success(typed);
}

/** Reads a list of scopes, separated by white space. */
export function parseScopes(text: string): Result<readonly string[], HostedUiProblem> {
  const scopes = text.split(/\s+/).filter((scope) => scope !== '');
  return scopes.every((scope) => SCOPE.test(scope)) ? success(scopes) : failure('scopesMalformed');
}

/** Reads the name of an identity provider (`Google`, a SAML provider's). Source: Cognito API, `ProviderNameType`. */
export function parseIdentityProvider(text: string): Result<string | null, HostedUiProblem> {
  const name = text.trim();
  if (name === '') return success(null);
  return /^\S{1,32}$/.test(name) ? success(name) : failure('identityProviderMalformed');
}
