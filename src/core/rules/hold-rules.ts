import type { ApiHost } from '../profile/api-host';
import { asksFirst, type Profile, scopeOf } from '../profile/profile';
import type { HeaderSource } from './header-source';
import { wholeUrlPattern } from './host-filter';
import type { NetRule, RuleBrowser } from './net-rule';
import { DYNAMIC_KINDS, priorityOf } from './rule-registry';
import { ruledHosts } from './ruled-hosts';

/**
 * The dynamic rules by which a navigation to an API host of this profile waits on the hold page while there is no token.
 * They lie on disk, so they hold no secret, and survive the browser. A session rule (`armed`), of whichever profile,
 * switches them off as long as there is one.
 */
export function holdRules(
  { profile, sent, passes }: HeaderSource,
  { holdPageUrl, access }: Pick<RuleBrowser, 'holdPageUrl' | 'access'>,
): readonly NetRule[] {
  const isEachHeld = (host: ApiHost) => passes !== undefined || (sent !== null && asksFirst(profile, host));
  return ruledHosts(profile, access).flatMap(({ host, firstId }) =>
    isHeld(profile, host, isEachHeld(host)) ? [holdRule(firstId, host, holdPageUrl)] : [],
  );
}

/**
 * Whether a navigation to this host is to wait for this profile's token.
 * @param isEachHeld whether each waits for a token or a word of its own: only the hold page can give it one, whether or
 *   not the user wants navigations to wait where there is none
 */
export function isHeld(profile: Profile, host: ApiHost, isEachHeld = false): boolean {
  const { isWanted, holdNavigations, attach } = profile;
  return isWanted && (holdNavigations || isEachHeld) && attach && scopeOf(profile, host) !== 'onlyPages';
}

function holdRule(firstId: number, host: ApiHost, holdPageUrl: string): NetRule {
  return {
    id: firstId + DYNAMIC_KINDS.hold,
    priority: priorityOf('hold'),
    action: { type: 'redirect', redirect: { regexSubstitution: `${holdPageUrl}\\0` } },
    condition: {
      // The whole URL has to match for "\\0" to be all of it.
      regexFilter: wholeUrlPattern(host),
      isUrlFilterCaseSensitive: true,
      resourceTypes: ['main_frame'],
      requestMethods: ['get'],
    },
  };
}
