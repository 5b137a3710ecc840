import { cacheGuardRules } from './cache-guard-rules';
import { type CallbackState, callbackRules } from './callback-rules';
import { headerRules } from './header-rules';
import type { HeaderSource } from './header-source';
import { holdRules } from './hold-rules';
import type { NetRule, RuleBrowser } from './net-rule';
import { passRules } from './pass-rules';
import { presignedRules } from './presigned-rules';
import { type RankedSource, rankedSources } from './ranked-source';
import { signInTabRules } from './sign-in-tab-rules';

/** All rules that should be installed, each set in the order of its ids. */
export interface DesiredRules {
  /** In memory: they may hold tokens, and end with the browser. */
  readonly session: readonly NetRule[];
  /** On disk, in clear: they hold no secret, and survive the browser. */
  readonly dynamic: readonly NetRule[];
}

/** Every kind of rule. What a new kind needs besides its file and its numbers in the registry is its line here. */
const SESSION_RULES: readonly ((source: RankedSource, browser: RuleBrowser) => readonly NetRule[])[] = [
  cacheGuardRules,
  headerRules,
  passRules,
];
const DYNAMIC_RULES: readonly ((source: HeaderSource, browser: RuleBrowser) => readonly NetRule[])[] = [
  holdRules,
  ({ profile }, browser) => presignedRules(profile, browser),
];

/**
 * The rules that should be installed for all profiles together.
 * @param sources every profile in the user's order: of several with a token for a request the first one sends it
 * @param states the profiles whose sign-in may be under way
 */
export function desiredRules(
  sources: readonly HeaderSource[],
  states: readonly CallbackState[],
  browser: RuleBrowser,
): DesiredRules {
  const ranked = rankedSources(sources);
  const session = SESSION_RULES.flatMap((rulesOf) => ranked.flatMap((source) => rulesOf(source, browser)));
  const dynamic = DYNAMIC_RULES.flatMap((rulesOf) => sources.flatMap((source) => rulesOf(source, browser)));
  const signIns = [...states.flatMap(callbackRules), ...states.flatMap(signInTabRules)];
  return { session: inOrder([...session, ...signIns]), dynamic: inOrder(dynamic) };
}

function inOrder(rules: readonly NetRule[]): readonly NetRule[] {
  return rules.toSorted((one, other) => one.id - other.id);
}
