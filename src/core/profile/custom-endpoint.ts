import { failure, type Result, success } from '../result';
import { isLoopback } from './api-host';
import { cognitoEndpoint, isAwsRegion, type UserPoolAddress } from './user-pool-id';

export type EndpointProblem = 'endpointMalformed' | 'endpointHttpNotLoopback' | 'endpointOfOtherPool';

/**
 * Reads the URL of a user pools API that is not at the region's own host.
 * @returns the URL without a trailing slash; null where nothing was typed
 */
export function parseCustomEndpoint(text: string): Result<string | null, EndpointProblem> {
  const typed = text.trim();
  if (typed === '') return success(null);
  if (!URL.canParse(typed)) return failure('endpointMalformed');
  const url = new URL(typed);
  const isBare = !(url.username || url.password || url.search || url.hash);
  if (!isBare || (url.protocol !== 'https:' && url.protocol !== 'http:')) return failure('endpointMalformed');
  // The extension's own content security policy lets http out to loopback only, and cannot name [::1].
  const isLocal = isLoopback(url.hostname) && url.hostname !== '[::1]';
  if (url.protocol === 'http:' && !isLocal) return failure('endpointHttpNotLoopback');
  return success(`${url.origin}${url.pathname}`.replace(/\/+$/, ''));
}

/** Whether a pool can be reached: an emulator may call its region anything; without an endpoint it has to be a real one. */
export function isReachable({ region }: UserPoolAddress, hasEndpoint: boolean): boolean {
  return hasEndpoint || isAwsRegion(region);
}

/** Whether an endpoint is what the region says anyway. An emulator's is not: without it, its pool could not be reached. */
export function isRegionsOwn({ region }: UserPoolAddress, endpoint: string | null): boolean {
  return isAwsRegion(region) && endpoint === cognitoEndpoint(region);
}
