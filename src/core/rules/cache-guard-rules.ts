import { NO_CACHE } from './header-changes';
import { hostFilter } from './host-filter';
import { EVERY_RESOURCE_TYPE, type NetRule, type RuleBrowser } from './net-rule';
import type { RankedSource } from './ranked-source';
import { priorityOf, SESSION_KINDS } from './rule-registry';
import { ruledHosts } from './ruled-hosts';

/**
 * The session rules by which requests without a token keep clear of the cache. They hold no secret, and keep answers that
 * were cached for a user from being shown once that user is signed out, and in frames, which carry no token, also while
 * somebody is signed in.
 */
export function cacheGuardRules(
  { source, changes }: RankedSource,
  { access }: Pick<RuleBrowser, 'access'>,
): readonly NetRule[] {
  const [kind, types] = changes
    ? (['frameGuard', FRAMES] as const)
    : (['cacheGuard', EVERY_RESOURCE_TYPE] as const);
  return ruledHosts(source.profile, access).map(({ host, firstId }) => ({
    id: firstId + SESSION_KINDS[kind],
    priority: priorityOf(kind),
    action: { type: 'modifyHeaders', requestHeaders: [NO_CACHE] },
    condition: { ...hostFilter(host), ...types },
  }));
}

const FRAMES = { resourceTypes: ['sub_frame'] };
