import { type ApiHost, matchPatternOf } from '../profile/api-host';
import { type HostAccess, isAccessible } from '../profile/host-access';
import type { Profile } from '../profile/profile';
import { firstRuleId } from './rule-registry';

/** One of a profile's API hosts, and the number that the ids of its rules count from. */
export interface RuledHost {
  readonly host: ApiHost;
  readonly firstId: number;
}

/**
 * The API hosts of a profile that rules may name: those that the browser lets us act on. A rule for another would do
 * nothing, until some later grant for another purpose brings it to life. Each keeps its ids whether the others are there
 * or not.
 */
export function ruledHosts(
  { slot, apiHosts }: Pick<Profile, 'slot' | 'apiHosts'>,
  access: HostAccess,
): readonly RuledHost[] {
  return apiHosts.flatMap((host, index) =>
    isAccessible(access, matchPatternOf(host)) ? [{ host, firstId: firstRuleId(slot, index) }] : [],
  );
}
