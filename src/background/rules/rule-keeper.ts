import type { DesiredRules } from '../../core/rules/desired-rules';
import type { NetRule } from '../../core/rules/net-rule';
import { ruleChange } from '../../core/rules/rule-diff';
import type { NetRules, RuleSet } from '../ports';

/** Keeps the installed rules equal to the desired ones. */
export class RuleKeeper {
  readonly #netRules: NetRules;

  constructor({ netRules }: { readonly netRules: NetRules }) {
    this.#netRules = netRules;
  }

  /**
   * Compares desired with installed rules and changes what differs, each set in one atomic update. Chromium keeps
   * session rules over a reload that clears the session storage, so rules that no stored token backs are removed here.
   * A hold that ends goes before the session rules that switch it off, and comes after them when it begins: between the
   * two updates no navigation is held that need not wait.
   */
  async install({ session, dynamic }: DesiredRules): Promise<void> {
    const installed = await this.#netRules.installed('dynamic');
    const known = new Set(installed.map(({ id }) => id));
    const kept = dynamic.filter(({ id }) => known.has(id));
    await this.#change('dynamic', kept, installed);
    await this.#change('session', session, await this.#netRules.installed('session'));
    if (kept.length < dynamic.length) await this.#change('dynamic', dynamic, kept);
  }

  async #change(ruleSet: RuleSet, desired: readonly NetRule[], installed: readonly NetRule[]): Promise<void> {
    const change = ruleChange(desired, installed);
    if (change) await this.#netRules.change(ruleSet, change);
  }
}
