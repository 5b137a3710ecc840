import { NO_CACHE } from './header-changes';
import { hostFilter } from './host-filter';
import { EVERY_RESOURCE_TYPE, type NetRule } from './net-rule';
import type { RankedSource } from './ranked-source';
import { firstRuleId, priorityOf, SESSION_KINDS } from './rule-registry';

/**
 * The session rules of a profile that sends no token. They hold no secret, and keep answers that were cached for a user
 * from being shown once that user is signed out.
 */
export function cacheGuardRules({ source, changes }: RankedSource): readonly NetRule[] {
  if (changes) return [];
  const { slot, apiHosts } = source.profile;
  return apiHosts.map((host, index) => ({
    id: firstRuleId(slot, index) + SESSION_KINDS.cacheGuard,
    priority: priorityOf('cacheGuard'),
    action: { type: 'modifyHeaders', requestHeaders: [NO_CACHE] },
    condition: { ...hostFilter(host), ...EVERY_RESOURCE_TYPE },
  }));
}
