import type { HostAccess } from '../core/profile/host-access';
import { desiredRules } from '../core/rules/desired-rules';
import type { HeaderSource } from '../core/rules/header-source';
import type { HeaderChange, NetRule, RuleAbilities } from '../core/rules/net-rule';
import { SESSION_KINDS } from '../core/rules/rule-registry';

export const CHROMIUM: RuleAbilities = { topDomains: true };
export const FIREFOX: RuleAbilities = { topDomains: false };
export const HOLD_PAGE = 'chrome-extension://id/src/signing-in/signing-in.html?to=';

/** Every host is granted. */
const EVERY_HOST: HostAccess = { granted: ['<all_urls>'], socketTwins: true };

/** The session rules that should be installed for these sources. */
export function sessionRules(
  sources: readonly HeaderSource[],
  abilities = CHROMIUM,
  access = EVERY_HOST,
): readonly NetRule[] {
  return desiredRules(sources, [], { abilities, holdPageUrl: HOLD_PAGE, access }).session;
}

/** The dynamic rules that should be installed for these sources. */
export function dynamicRules(sources: readonly HeaderSource[], access = EVERY_HOST): readonly NetRule[] {
  return desiredRules(sources, [], { abilities: CHROMIUM, holdPageUrl: HOLD_PAGE, access }).dynamic;
}

/** All of them together. */
export function allRules(sources: readonly HeaderSource[], abilities = CHROMIUM): readonly NetRule[] {
  return [...sessionRules(sources, abilities), ...dynamicRules(sources)];
}

/** The headers that a rule sets. */
export function headersOf({ action }: NetRule): readonly HeaderChange[] {
  return action.type === 'modifyHeaders' ? action.requestHeaders : [];
}

/** The names of the kinds of session rules. */
export function kindsOf(rules: readonly NetRule[]): readonly string[] {
  const names = Object.entries(SESSION_KINDS);
  return rules.map(({ id }) => names.find(([, kind]) => kind === id % 20)?.[0] ?? `${id}`);
}
