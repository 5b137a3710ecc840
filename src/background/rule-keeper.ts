import { type Attachment, desiredRules, type NetRule } from '../core/header-rules';
import { desiredHoldRules } from '../core/hold-rules';
import { ruleChange } from '../core/rule-diff';
import { usableToken } from '../core/session';
import { sessionKey } from '../core/stored';
import type { Clock, NetRules, RuleSet, Storage, WithLock } from './ports';
import type { Profiles } from './profiles';

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

export function createRuleKeeper(
  profiles: Profiles,
  storage: Storage,
  netRules: NetRules,
  withLock: WithLock,
  clock: Clock,
): RuleKeeper {
  const attachments = async (): Promise<readonly Attachment[]> =>
    Promise.all(
      (await profiles.all()).map(async (profile) => {
        const session = await storage.read(sessionKey(profile.id));
        const token =
          profile.attach && profile.isWanted ? usableToken(session, profile.tokenUse, clock.now()) : null;
        if (!token || session.kind !== 'signedIn') return { profile, sent: null };
        return { profile, sent: { token, access: session.tokens.access } };
      }),
    );

  const install = async (ruleSet: RuleSet, desired: readonly NetRule[]): Promise<void> => {
    const change = ruleChange(desired, await netRules.installed(ruleSet));
    if (change) await netRules.change(ruleSet, change);
  };

  return {
    attachments,
    // All is read inside the lock: whoever comes last sees the newest sessions, and its rules stand.
    reconcile: () =>
      withLock('rules', async () => {
        const current = await attachments();
        await install('session', desiredRules(current, netRules.abilities));
        const all = current.map(({ profile }) => profile);
        await install('dynamic', desiredHoldRules(all, netRules.holdPageUrl));
      }),
  };
}
