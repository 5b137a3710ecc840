import browser, { type WebRequest } from 'webextension-polyfill';
import { stayAwake } from './stay-awake';

interface Header {
  readonly name: string;
  readonly value?: string;
}

type OnRequest = (request: { readonly headers: readonly Header[] }) => Promise<readonly Header[] | null>;

let stopWatching = (): void => undefined;
let watched = '';

/**
 * Whether the browser lets us hold a request until we know its headers. Firefox's build asks for the permission; in
 * Chromium only an administrator can give it. Source: Chrome, "webRequest", `webRequestBlocking`.
 */
export function canHoldRequests(): boolean {
  return browser.runtime.getManifest().permissions?.includes('webRequestBlocking') ?? false;
}

/**
 * Calls back for each request to these hosts with the headers that it is sent with, those of our rules among them, in
 * place of those of an earlier call. Where requests can be held, they are sent with the headers that it gives.
 * @param patterns match patterns; none to stop
 */
export function watchRequests(patterns: readonly string[], onRequest: OnRequest): void {
  if (patterns.join() === watched) return;
  watched = patterns.join();
  stopWatching();
  if (patterns.length === 0) stopWatching = () => undefined;
  else stopWatching = canHoldRequests() ? hold([...patterns], onRequest) : observe([...patterns], onRequest);
}

// "extraHeaders": without it Chromium leaves Authorization out. Source: Chrome, "webRequest", "extraHeaders".
function observe(urls: string[], onRequest: OnRequest): () => void {
  const listener = ({ requestHeaders = [] }: WebRequest.OnSendHeadersDetailsType): void => {
    void onRequest({ headers: requestHeaders });
  };
  const { onSendHeaders } = browser.webRequest;
  onSendHeaders.addListener(listener, { urls }, ['requestHeaders', EXTRA_HEADERS]);
  return () => onSendHeaders.removeListener(listener);
}

// The polyfill's types are Firefox's.
const EXTRA_HEADERS = 'extraHeaders' as WebRequest.OnSendHeadersOptions;

// Firefox wakes a background only for listeners that were registered while it started, and which those are is known
// too late for that. So it is kept awake as long as it is needed.
function hold(urls: string[], onRequest: OnRequest): () => void {
  const listener = async ({ requestHeaders = [] }: WebRequest.OnBeforeSendHeadersDetailsType) => {
    const headers = await onRequest({ headers: requestHeaders });
    return headers ? { requestHeaders: [...headers] } : {};
  };
  const { onBeforeSendHeaders } = browser.webRequest;
  onBeforeSendHeaders.addListener(listener, { urls }, ['blocking', 'requestHeaders']);
  const letSleep = stayAwake();
  return () => {
    letSleep();
    onBeforeSendHeaders.removeListener(listener);
  };
}
