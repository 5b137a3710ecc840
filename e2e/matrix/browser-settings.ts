import type { BrowserName, Tab } from '../support/browser-under-test';

/** A page of the browser's own, where its settings can be reached, and what is done there. */
const SETTINGS: Readonly<Record<BrowserName, readonly [page: string, script: string]>> = {
  // Workers of framed pages: allowed in many users' browsers, though not in a new profile.
  chromium: [
    'chrome://settings/',
    "async () => { await chrome.settingsPrivate.setPref('profile.cookie_controls_mode', 0); }",
  ],
  // Prefetches, which the quiet profile of the tests leaves out, and pings, which some users switch on.
  firefox: [
    'about:config',
    `() => {
      Services.prefs.setBoolPref('network.prefetch-next', true);
      Services.prefs.setBoolPref('browser.send_pings', true);
      Services.prefs.setBoolPref('browser.send_pings.require_same_host', false);
    }`,
  ],
};

/** Has the browser send requests that it would not send by default, because some users' browsers do. */
export async function letEverythingBeSent(browser: BrowserName, tab: Tab): Promise<void> {
  const [page, script] = SETTINGS[browser];
  await tab.goto(page);
  await tab.evaluate(script);
  // Brings it in front: a page behind another is not drawn, and what it draws is not loaded.
  await tab.click('body');
}
