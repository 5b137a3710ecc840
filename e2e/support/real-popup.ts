import type { BrowserContext, CDPSession } from 'playwright';
import type { ChromiumExtension } from './chromium-extension';
import { waitUntil } from './wait-until';

/** The popup as the toolbar opens it, over the tab that is in front; not a page that merely shows it. */
export interface RealPopup {
  /** All that can be read in it. */
  text(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Presses the toolbar button of the extension, which also grants `activeTab`. Playwright does not know the page that
 * opens, so it is asked by the DevTools protocol. Source: Chrome DevTools Protocol, `Extensions.triggerAction`.
 * @param url the beginning of the URL of the tab in front
 */
export async function pressToolbarButton(extension: ChromiumExtension, url: string): Promise<RealPopup> {
  const cdp = await browserSession(extension.context);
  const popupUrl = `${extension.origin}/src/popup/popup.html`;
  const id = new URL(extension.origin).host;
  const [targetId = ''] = await targetsAt(cdp, 'tab', url);
  // A page that merely shows the popup is none of our business.
  const others = await targetsAt(cdp, 'page', popupUrl);
  // Not in the types: Playwright's protocol is older than the method.
  const send = cdp.send.bind(cdp) as unknown as (method: string, params: object) => Promise<unknown>;
  await send('Extensions.triggerAction', { id, targetId });
  const popups = async () =>
    (await targetsAt(cdp, 'page', popupUrl)).filter((each) => !others.includes(each));
  const popupId = await waitUntil('the popup', async () => (await popups())[0]);
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: popupId, flatten: false });
  return {
    text: () => evaluate(cdp, sessionId, 'document.body.innerText'),
    close: async () => {
      await cdp.send('Target.closeTarget', { targetId: popupId });
      await waitUntil('the popup gone', async () => (await popups()).length === 0);
      await cdp.detach();
    },
  };
}

async function browserSession(context: BrowserContext): Promise<CDPSession> {
  const browser = context.browser();
  if (!browser) throw new Error('no way to talk to the browser');
  return browser.newBrowserCDPSession();
}

async function targetsAt(cdp: CDPSession, type: string, url: string): Promise<readonly string[]> {
  const { targetInfos } = await cdp.send('Target.getTargets', { filter: [{ type }] });
  return targetInfos.filter((target) => target.url.startsWith(url)).map(({ targetId }) => targetId);
}

async function evaluate(cdp: CDPSession, sessionId: string, expression: string): Promise<string> {
  const answered = new Promise<string>((resolve) => {
    cdp.once('Target.receivedMessageFromTarget', ({ message }) => resolve(message));
  });
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
  await cdp.send('Target.sendMessageToTarget', { sessionId, message });
  return JSON.parse(await answered).result.result.value;
}
