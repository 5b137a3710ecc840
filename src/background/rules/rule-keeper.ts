import { AuthError } from '../../core/auth-error';
import type { DesiredRules } from '../../core/rules/desired-rules';
import { carriesToken } from '../../core/rules/header-changes';
import type { NetRule } from '../../core/rules/net-rule';
import { ruleChange } from '../../core/rules/rule-diff';
import { isOfKind, slotOf } from '../../core/rules/rule-registry';
import { type Withdrawn, withdrawalRule, withdrawalsIn } from '../../core/rules/withdrawal-rules';
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
   * Headers that end go first, and with them what switches the holds off: no navigation may slip through without a token
   * in between. But a hold that ends goes before the session rules that switch it off, and comes after them when it
   * begins: between two updates no navigation is held that need not wait. Dynamic rules lie on disk, which may be full:
   * that keeps no session rule from its change.
   * @throws AuthError `headersNotChanged` or, for the rules on disk, `notStored`
   */
  async install({ session, dynamic }: DesiredRules): Promise<void> {
    const holds = this.#netRules.installed('dynamic');
    // What cannot be read is not known to stay.
    const endsHold = await holds.then(
      (installed) => hasOther(installed, dynamic),
      () => true,
    );
    const left = await this.#endHeaders(session, endsHold);
    const ended = await holds
      .then((installed) => this.#endHolds(dynamic, installed))
      .then(
        (kept) => ({ kept }),
        (error: unknown) => ({ error }),
      );
    await this.#change('session', session, left);
    if ('error' in ended) throw ended.error;
    if (ended.kept.length < dynamic.length) await this.#change('dynamic', dynamic, ended.kept);
  }

  /**
   * Takes the headers of a profile off and leaves a rule that remembers why, in one atomic update.
   * @throws AuthError `headersNotChanged`
   */
  async withdraw(withdrawn: Withdrawn): Promise<void> {
    const installed = await this.#netRules.installed('session');
    const mark = withdrawalRule(withdrawn);
    const isLeft = (rule: NetRule) =>
      rule.id !== mark.id && !(carriesToken(rule) && slotOf(rule.id) === withdrawn.slot);
    await this.#change('session', [...installed.filter(isLeft), mark], installed);
  }

  /** Takes the headers of all profiles off. @throws AuthError `headersNotChanged` */
  async endAllHeaders(): Promise<void> {
    await this.#endHeaders([], true);
  }

  /** What is remembered so. */
  async withdrawn(): Promise<readonly Withdrawn[]> {
    return withdrawalsIn(await this.#netRules.installed('session'));
  }

  async #endHeaders(desired: readonly NetRule[], isHoldLeftOff: boolean): Promise<readonly NetRule[]> {
    const installed = await this.#netRules.installed('session');
    const wanted = new Set(desired.map(({ id }) => id));
    const mayStay = (rule: NetRule) => !carriesToken(rule) && (isHoldLeftOff || !isOfKind(rule.id, 'armed'));
    const left = installed.filter((rule) => wanted.has(rule.id) || mayStay(rule));
    await this.#change('session', left, installed);
    return left;
  }

  async #endHolds(desired: readonly NetRule[], installed: readonly NetRule[]): Promise<readonly NetRule[]> {
    const known = new Set(installed.map(({ id }) => id));
    const kept = desired.filter(({ id }) => known.has(id));
    await this.#change('dynamic', kept, installed);
    return kept;
  }

  async #change(ruleSet: RuleSet, desired: readonly NetRule[], installed: readonly NetRule[]): Promise<void> {
    const change = ruleChange(desired, installed);
    if (!change) return;
    await this.#netRules.change(ruleSet, change).catch((error: unknown) => {
      throw new AuthError(ruleSet === 'session' ? 'headersNotChanged' : 'notStored', '', error);
    });
  }
}

function hasOther(installed: readonly NetRule[], desired: readonly NetRule[]): boolean {
  const wanted = new Set(desired.map(({ id }) => id));
  return installed.some(({ id }) => !wanted.has(id));
}
