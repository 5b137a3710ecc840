import browser, { type WebNavigation, type WebRequest } from 'webextension-polyfill';
import type { NavigationCause } from '../core/session/tab-navigation';
import { isEventPage } from './stay-awake';

/** Who wants to know what tabs do. */
export interface TabListeners {
  /** A tab's whole page begins to navigate. Needs the permission `webNavigation`; the others do not. */
  readonly onNavigationBegun: (tabId: number, url: string) => void;
  /** A tab is about to go to a URL at a host that the user has granted. */
  readonly onNavigation: (tabId: number, url: string, initiator: string | null) => void;
  /** What it asked for there leads elsewhere. */
  readonly onNavigationRedirected: (
    tabId: number,
    url: string,
    redirectUrl: string,
    initiator: string | null,
  ) => void;
  /** What it asks for there is on its way. */
  readonly onNavigationSent: (tabId: number, url: string) => void;
  /** A tab shows another page. Needs the permission `webNavigation`. */
  readonly onNavigationCommitted: (tabId: number, url: string, cause: NavigationCause) => void;
  readonly onTabClosed: (tabId: number) => void;
}

/** One event of the browser, and a listener for it. */
export interface News {
  isTaken(): boolean;
  take(): void;
  leave(): void;
}

// Not those of the extension itself, which Chromium would tell of, too.
const WHOLE_PAGES: WebRequest.RequestFilter = { urls: ['http://*/*', 'https://*/*'], types: ['main_frame'] };

/** What whole pages ask for at hosts that the user has granted. Source: MDN, "webRequest.onBeforeRequest" and others. */
export function requestNews(listeners: TabListeners): readonly News[] {
  const { onBeforeRequest, onBeforeRedirect, onSendHeaders } = browser.webRequest;
  const onRequest = (details: WebRequest.OnBeforeRequestDetailsType): undefined => {
    listeners.onNavigation(details.tabId, details.url, initiatorOf(details));
  };
  const onRedirect = (details: WebRequest.OnBeforeRedirectDetailsType): void =>
    listeners.onNavigationRedirected(details.tabId, details.url, details.redirectUrl, initiatorOf(details));
  const onSend = ({ tabId, url }: WebRequest.OnSendHeadersDetailsType): void =>
    listeners.onNavigationSent(tabId, url);
  return [
    {
      isTaken: () => onBeforeRequest.hasListener(onRequest),
      take: () => onBeforeRequest.addListener(onRequest, WHOLE_PAGES),
      leave: () => onBeforeRequest.removeListener(onRequest),
    },
    {
      isTaken: () => onBeforeRedirect.hasListener(onRedirect),
      take: () => onBeforeRedirect.addListener(onRedirect, WHOLE_PAGES),
      leave: () => onBeforeRedirect.removeListener(onRedirect),
    },
    {
      isTaken: () => onSendHeaders.hasListener(onSend),
      take: () => onSendHeaders.addListener(onSend, WHOLE_PAGES),
      leave: () => onSendHeaders.removeListener(onSend),
    },
  ];
}

/**
 * What whole pages navigate to anywhere, as far as the user has given the permission for it. Firefox tells of a redirect as
 * of another beginning (measured in Firefox 153): the first before the page is there is the one.
 */
export function navigationNews(listeners: TabListeners): readonly News[] {
  const underWay = new Set<number>();
  const onBegun = ({ tabId, frameId, url }: WebNavigation.OnBeforeNavigateDetailsType): void => {
    if (frameId !== 0 || (isEventPage() && underWay.has(tabId))) return;
    underWay.add(tabId);
    listeners.onNavigationBegun(tabId, url);
  };
  const onCommitted = (details: WebNavigation.OnCommittedDetailsType): void => {
    const { tabId, frameId, url, transitionType: transition, transitionQualifiers: qualifiers } = details;
    if (frameId !== 0) return;
    underWay.delete(tabId);
    listeners.onNavigationCommitted(tabId, url, { transition, qualifiers });
  };
  const onFailed = ({ tabId, frameId }: WebNavigation.OnErrorOccurredDetailsType): void => {
    if (frameId === 0) underWay.delete(tabId);
  };
  return [
    {
      isTaken: () => events()?.onBeforeNavigate.hasListener(onBegun) ?? false,
      take: () => events()?.onBeforeNavigate.addListener(onBegun),
      leave: () => events()?.onBeforeNavigate.removeListener(onBegun),
    },
    {
      isTaken: () => events()?.onCommitted.hasListener(onCommitted) ?? false,
      take: () => events()?.onCommitted.addListener(onCommitted),
      leave: () => events()?.onCommitted.removeListener(onCommitted),
    },
    {
      isTaken: () => events()?.onErrorOccurred.hasListener(onFailed) ?? false,
      take: () => events()?.onErrorOccurred.addListener(onFailed),
      leave: () => events()?.onErrorOccurred.removeListener(onFailed),
    },
  ];
}

/** Tabs that are gone. */
export function tabNews({ onTabClosed }: TabListeners): News {
  const { onRemoved } = browser.tabs;
  return {
    isTaken: () => onRemoved.hasListener(onTabClosed),
    take: () => onRemoved.addListener(onTabClosed),
    leave: () => onRemoved.removeListener(onTabClosed),
  };
}

// There once the user has given the permission, in the life of this worker too.
function events(): typeof browser.webNavigation | undefined {
  return browser.webNavigation;
}

// Chromium gives an origin, and only of pages that the extension has access to; Firefox gives a URL.
function initiatorOf(details: object): string | null {
  const { initiator, originUrl } = details as { readonly initiator?: string; readonly originUrl?: string };
  const origin = initiator ?? originUrl;
  return origin !== undefined && URL.canParse(origin) ? origin : null;
}
