import type { Profile } from '../../core/profile/profile';
import { callbackRules } from '../../core/rules/callback-rules';
import { type Attachment, desiredRules, type NetRule } from '../../core/rules/header-rules';
import { attachmentOf } from '../../core/rules/header-source';
import { desiredHoldRules } from '../../core/rules/hold-rules';
import { passRules } from '../../core/rules/pass-rules';
import { ruleChange } from '../../core/rules/rule-diff';
import { sessionKey } from '../../core/storage/stored';
import type { Clock, NetRules, RuleSet, WithLock } from '../ports';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';

/** Keeps the installed rules equal to what the stored profiles and sessions say. */
export interface RuleKeeper {
  /**
   * Compares desired with installed rules and changes what differs, each set in one atomic update. Chromium keeps
   * session rules over a reload that clears the session storage, so rules that no stored token backs are removed here.
   */
  reconcile(): Promise<void>;
  /** Every profile and what it may send now. */
  attachments(): Promise<readonly Attachment[]>;
}

/** @param standInOf what stands in the header in place of a token; null where requests cannot be held */
export function createRuleKeeper(
  profiles: Profiles,
  storage: Store,
  netRules: NetRules,
  withLock: WithLock,
  clock: Clock,
  standInOf: (profile: Profile) => string | null,
): RuleKeeper {
  const attachments = async (): Promise<readonly Attachment[]> =>
    Promise.all(
      (await profiles.all()).map(async (profile) => {
        const session = await storage.read(sessionKey(profile.id));
        return attachmentOf(profile, session, clock.now(), standInOf(profile));
      }),
    );

  const callbackRulesOf = async (profile: Profile): Promise<readonly NetRule[]> =>
    callbackRules(profile, await storage.read(sessionKey(profile.id)));

  const install = async (ruleSet: RuleSet, desired: readonly NetRule[]): Promise<void> => {
    const change = ruleChange(desired, await netRules.installed(ruleSet));
    if (change) await netRules.change(ruleSet, change);
  };

  const onlyThoseInstalled = async (rules: readonly NetRule[]): Promise<readonly NetRule[]> => {
    const ids = new Set((await netRules.installed('dynamic')).map(({ id }) => id));
    return rules.filter(({ id }) => ids.has(id));
  };

  return {
    attachments,
    // All is read inside the lock: whoever comes last sees the newest sessions, and its rules stand.
    reconcile: () =>
      withLock('rules', async () => {
        const current = await attachments();
        const all = current.map(({ profile }) => profile);
        const hold = desiredHoldRules(current, netRules.holdPageUrl);
        // A hold that ends goes before the session rules that switch it off, and comes after them when it begins:
        // between the two updates no navigation is held that need not wait.
        await install('dynamic', await onlyThoseInstalled(hold));
        await install('session', [
          ...desiredRules(current, netRules.abilities),
          ...passRules(current, netRules.holdPageUrl),
          ...(await Promise.all(all.map(callbackRulesOf))).flat(),
        ]);
        await install('dynamic', hold);
      }),
  };
}
