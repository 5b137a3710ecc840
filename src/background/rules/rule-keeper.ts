import type { Profile } from '../../core/profile/profile';
import { desiredRules } from '../../core/rules/desired-rules';
import { type HeaderSource, headerSourceOf } from '../../core/rules/header-source';
import type { NetRule } from '../../core/rules/net-rule';
import { ruleChange } from '../../core/rules/rule-diff';
import { sessionKey } from '../../core/storage/stored';
import type { Clock, NetRules, RuleSet, Storage, WithLock } from '../ports';
import type { Profiles } from '../state/profiles';

/** Keeps the installed rules equal to what the stored profiles and sessions say. */
export interface RuleKeeper {
  /**
   * Compares desired with installed rules and changes what differs, each set in one atomic update. Chromium keeps
   * session rules over a reload that clears the session storage, so rules that no stored token backs are removed here.
   */
  reconcile(): Promise<void>;
  /** Every profile and what it may send now. */
  sources(): Promise<readonly HeaderSource[]>;
}

/** @param placeholderOf what stands in the header in place of a token; null where requests cannot be held */
export function createRuleKeeper(
  profiles: Profiles,
  storage: Storage,
  netRules: NetRules,
  withLock: WithLock,
  clock: Clock,
  placeholderOf: (profile: Profile) => string | null,
): RuleKeeper {
  const states = async () =>
    Promise.all(
      (await profiles.all()).map(async (profile) => ({
        profile,
        session: await storage.read(sessionKey(profile.id)),
      })),
    );

  const sourcesOf = (all: Awaited<ReturnType<typeof states>>): readonly HeaderSource[] =>
    all.map((state) => headerSourceOf(state, clock.now(), placeholderOf(state.profile)));

  const install = async (ruleSet: RuleSet, desired: readonly NetRule[]): Promise<void> => {
    const change = ruleChange(desired, await netRules.installed(ruleSet));
    if (change) await netRules.change(ruleSet, change);
  };

  const onlyThoseInstalled = async (rules: readonly NetRule[]): Promise<readonly NetRule[]> => {
    const ids = new Set((await netRules.installed('dynamic')).map(({ id }) => id));
    return rules.filter(({ id }) => ids.has(id));
  };

  return {
    sources: async () => sourcesOf(await states()),
    // All is read inside the lock: whoever comes last sees the newest sessions, and its rules stand.
    reconcile: () =>
      withLock('rules', async () => {
        const all = await states();
        const { session, dynamic } = desiredRules(sourcesOf(all), all, netRules);
        // A hold that ends goes before the session rules that switch it off, and comes after them when it begins:
        // between the two updates no navigation is held that need not wait.
        await install('dynamic', await onlyThoseInstalled(dynamic));
        await install('session', session);
        await install('dynamic', dynamic);
      }),
  };
}
