import type { BrowserUnderTest } from '../support/browser-under-test';
import { API } from '../support/story';
import { REFUSED } from './hosts';

/** Chooses for the API host that frames and forms of own and allowed pages carry the token. */
export function chooseFrames(browser: BrowserUnderTest): Promise<void> {
  const settings = { hostFrames: { [`https://${API}`]: true } };
  return browser.evaluateInExtension(tell, { type: 'changeSettings', settings });
}

/** Chooses for the API host that navigations ask first, unless the user or a trusted page has begun them. */
export function chooseToAsk(browser: BrowserUnderTest): Promise<void> {
  const settings = { hostScopes: { [`https://${API}`]: 'asksFirst' } };
  return browser.evaluateInExtension(tell, { type: 'changeSettings', settings });
}

/** Allows a page as a click on "Allow this page" does where the browser's own question is then answered by no. */
export function allowRefusedPage(browser: BrowserUnderTest): Promise<void> {
  return browser.evaluateInExtension(tell, { type: 'allowPage', origin: `https://${REFUSED}` });
}

// Stands alone, because it is sent as text.
async function tell(message: object): Promise<void> {
  const state = await chrome.runtime.sendMessage({ type: 'getState', profileId: null });
  const reply = await chrome.runtime.sendMessage({ ...message, profileId: state.value.profileId });
  if (!reply.ok) throw new Error(JSON.stringify(reply));
}
