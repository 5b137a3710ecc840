import { failure, type Result, success } from '../result';
import { isLoopback } from './api-host';
import type { Prompt, SignInMethod } from './sign-in-method';
import { isAwsRegion } from './user-pool-id';

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
  | 'domainIncomplete'
  | 'domainHttpNotLoopback'
  | 'callbackMalformed'
  | 'callbackList'
  | 'callbackOfApp'
  | 'callbackHttpNotLoopback'
  | 'callbackNotForImplicit'
  | 'scopesMalformed'
  | 'scopeOpenidMissing'
  | 'identityProviderMalformed';

/** The scopes of a profile whose field is empty: without `openid` there is no id token. */
export const DEFAULT_SCOPES = ['openid'];

// RFC 6749 section 3.3: scope-token.
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const DOMAIN_PREFIX = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** Whether this is the prefix that a pool's domain begins with, or some other name that stands alone. */
export function isDomainPrefix(text: string): boolean {
  return DOMAIN_PREFIX.test(text) && !isLoopback(text);
}

/**
 * The domain that a prefix stands for in a region; null where none is known: in China there are only custom ones.
 * Sources: Cognito developer guide, "Using your own domain"; AWS GovCloud (US) user guide, "Amazon Cognito"; the entries of
 * AWS in the public suffix list.
 */
export function prefixDomain(prefix: string, region: string): string | null {
  if (!isAwsRegion(region) || /^cn-|-iso/.test(region)) return null;
  if (region.startsWith('eusc-')) return `${prefix}.auth.cognito-idp.${region}.on.amazonwebservices.eu`;
  return `${prefix}.auth${region.startsWith('us-gov-') ? '-fips' : ''}.${region}.amazoncognito.com`;
}

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

/**
 * Whether a method may use a callback URL of another application. Those of the implicit grant would stand in the address
 * of a tab with the tokens, which Chromium writes to disk.
 */
export function isCallbackFor(method: SignInMethod, callbackUrl: string | null): boolean {
  return method !== 'hostedUiImplicit' || callbackUrl === null;
}
