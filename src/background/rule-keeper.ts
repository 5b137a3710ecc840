import { type Attachment, desiredRules } from '../core/header-rules';
import { ruleChange } from '../core/rule-diff';
import { usableToken } from '../core/session';
import { sessionKey } from '../core/stored';
import type { Clock, NetRules, Storage, WithLock } from './ports';
import type { Profiles } from './profiles';

/** Keeps the installed session rules equal to what the stored sessions say. */
export interface RuleKeeper {
  /**
   * Compares desired with installed rules and changes what differs, in one atomic update. Chromium keeps session
   * rules over a reload that clears the session storage, so rules that no stored token backs are removed here.
   */
  reconcile(): Promise<void>;
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
        const token = profile.attach ? usableToken(session, profile.tokenUse, clock.now()) : null;
        return { profile, token };
      }),
    );

  return {
    // All is read inside the lock: whoever comes last sees the newest sessions, and its rules stand.
    reconcile: () =>
      withLock('rules', async () => {
        const change = ruleChange(desiredRules(await attachments()), await netRules.installed());
        if (change) await netRules.change(change);
      }),
  };
}
