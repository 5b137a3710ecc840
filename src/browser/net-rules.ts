import browser, { type DeclarativeNetRequest } from 'webextension-polyfill';
import type { HeaderRule } from '../core/header-rules';
import type { RuleChange } from '../core/rule-diff';

/** The session rules that the browser applies now. They outlive the worker and, in Chromium, even a reload. */
export async function installedRules(): Promise<readonly HeaderRule[]> {
  return (await browser.declarativeNetRequest.getSessionRules()) as unknown as readonly HeaderRule[];
}

/** Changes the session rules in one atomic step; where it fails, all stay as they were. */
export async function changeRules(change: RuleChange): Promise<void> {
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [...change.removeRuleIds],
    addRules: change.addRules as unknown as DeclarativeNetRequest.Rule[],
  });
}
