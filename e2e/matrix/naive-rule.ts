import type { BrowserUnderTest } from '../support/browser-under-test';
import { API } from '../support/story';

/** Replaces the product's rules by the one that first comes to mind: the token to the host, whoever asks. */
export async function installNaiveRule(browser: BrowserUnderTest, bearer: string): Promise<void> {
  await browser.evaluateInExtension(replaceRules, API, bearer);
}

// Stands alone, because it is sent as text.
async function replaceRules(host: string, value: string): Promise<void> {
  // The page asks for the state as it opens, and the background puts its rules in order before it answers.
  await chrome.runtime.sendMessage({ type: 'getState', profileId: null });
  const rules = await chrome.declarativeNetRequest.getSessionRules();
  const naive = {
    id: 999_999,
    priority: 1,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'authorization', operation: 'set', value }] },
    condition: { requestDomains: [host], excludedResourceTypes: ['csp_report'] },
  };
  await chrome.declarativeNetRequest.updateSessionRules({
    removeRuleIds: rules.map(({ id }) => id),
    addRules: [naive as unknown as chrome.declarativeNetRequest.Rule],
  });
}
