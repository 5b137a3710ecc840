import browser, { type WebRequest } from 'webextension-polyfill';
import { isEventPage, stayAwake } from './stay-awake';

/** Who wants to know what tabs do. */
interface TabListeners {
  /** A tab is about to go to a URL at a host that the user has granted. */
  readonly onNavigation: (tabId: number, url: string) => void;
  readonly onTabClosed: (tabId: number) => void;
}

/** News of tabs, which would wake the background all day, and are taken only while somebody waits for one. */
export interface TabEvents {
  /** Call it in the first turn of the background, which one of these events may have woken. */
  listen(listeners: TabListeners): void;
  /** Goes on or stops listening. */
  watch(isWanted: boolean): void;
}

/** Source: MDN, "webRequest.onBeforeRequest", "tabs.onRemoved"; Chrome, "Events in service workers". */
export function createTabEvents(): TabEvents {
  let watch = (_isWanted: boolean): void => undefined;
  return {
    listen: (listeners) => {
      watch = isEventPage() ? watchAwake(listeners) : watchOn(listeners);
      // A worker wakes for the listeners it had. An event page would wake for these for ever: it stays awake instead.
      if (!isEventPage()) watch(true);
    },
    watch: (isWanted) => watch(isWanted),
  };
}

function watchOn({ onNavigation, onTabClosed }: TabListeners): (isWanted: boolean) => void {
  const { onBeforeRequest } = browser.webRequest;
  const { onRemoved } = browser.tabs;
  const onRequest = ({ tabId, url }: WebRequest.OnBeforeRequestDetailsType): undefined => {
    onNavigation(tabId, url);
  };
  return (isWanted) => {
    if (isWanted === onBeforeRequest.hasListener(onRequest)) return;
    if (isWanted) {
      onBeforeRequest.addListener(onRequest, { urls: ['<all_urls>'], types: ['main_frame'] });
      onRemoved.addListener(onTabClosed);
    } else {
      onBeforeRequest.removeListener(onRequest);
      onRemoved.removeListener(onTabClosed);
    }
  };
}

function watchAwake(listeners: TabListeners): (isWanted: boolean) => void {
  const watch = watchOn(listeners);
  let sleep = (): void => undefined;
  return (isWanted) => {
    watch(isWanted);
    sleep();
    sleep = isWanted ? stayAwake() : () => undefined;
  };
}
