import browser, { type WebRequest } from 'webextension-polyfill';
import { stayAwake } from './stay-awake';

/** Who wants to know what tabs do. */
interface TabListeners {
  /** A tab is about to go to a URL at a host that the user has granted. */
  readonly onNavigation: (tabId: number, url: string) => void;
  readonly onTabClosed: (tabId: number) => void;
}

/** News of tabs, which wake the background, and are therefore taken only while somebody waits for one. */
export interface TabEvents {
  /**
   * Begins to listen. Call it in the first turn of the background, which one of these events may have woken, and
   * `watch(false)` as soon as it is known that nobody waits.
   */
  listen(listeners: TabListeners): void;
  watch(isWanted: boolean): void;
}

/** Source: MDN, "webRequest.onBeforeRequest", "tabs.onRemoved"; Chrome, "Events in service workers". */
export function createTabEvents(): TabEvents {
  let take = (_isWanted: boolean): void => undefined;
  return {
    listen: (listeners) => {
      take = takingFor(listeners);
      if (!isEventPage()) take(true);
    },
    watch: (isWanted) => take(isWanted),
  };
}

// Firefox wakes an event page for ever for what it listens to while it starts, even where it soon stops. So there the
// news are taken only once somebody is known to wait, and as long as that lasts the page stays awake.
// Source: Firefox bug 1899767; ExtensionCommon.sys.mjs, `EventManager.addListener`.
function isEventPage(): boolean {
  return 'scripts' in (browser.runtime.getManifest().background ?? {});
}

function takingFor({ onNavigation, onTabClosed }: TabListeners): (isWanted: boolean) => void {
  const { onBeforeRequest } = browser.webRequest;
  const { onRemoved } = browser.tabs;
  const onRequest = ({ tabId, url }: WebRequest.OnBeforeRequestDetailsType): undefined => {
    onNavigation(tabId, url);
  };
  let letSleep = (): void => undefined;
  return (isWanted) => {
    if (isWanted === onBeforeRequest.hasListener(onRequest)) return;
    if (isWanted) {
      onBeforeRequest.addListener(onRequest, { urls: ['<all_urls>'], types: ['main_frame'] });
      onRemoved.addListener(onTabClosed);
      if (isEventPage()) letSleep = stayAwake();
    } else {
      onBeforeRequest.removeListener(onRequest);
      onRemoved.removeListener(onTabClosed);
      letSleep();
    }
  };
}
