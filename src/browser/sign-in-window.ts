import browser, { type Tabs } from 'webextension-polyfill';
import { AuthError } from '../core/auth-error';

const SILENT_MS = 15_000;
// An empty page is there at once; a browser that does not say so must not keep the user waiting.
const LONGEST_LOAD_MS = 2_000;

/** The callback URL that `launchWebAuthFlow` ends at: the app client has to allow exactly this one. */
export function browserCallbackUrl(): string {
  return browser.identity.getRedirectURL();
}

/**
 * Opens a URL in a window of the browser's own until it ends at the browser's callback URL.
 * Source: MDN, "identity.launchWebAuthFlow".
 * @throws AuthError `hostedUiCancelled` if the user closes the window, `hostedUiUnopened` if the page cannot be loaded
 */
export async function launchSignIn(
  url: string,
  { isInteractive }: { isInteractive: boolean },
): Promise<string> {
  try {
    const flow = browser.identity.launchWebAuthFlow({ url, interactive: isInteractive });
    const answerUrl = await (isInteractive ? flow : Promise.race([flow, nothingInTime()]));
    if (answerUrl) return answerUrl;
  } catch (error) {
    throw failureOf(error, isInteractive);
  }
  throw new AuthError('hostedUiCancelled');
}

/** Opens an empty tab in front. @returns its id, once it is there: what it is told before may be lost */
export async function openTab(): Promise<number> {
  const loaded = new Set<number>();
  let look = (): void => undefined;
  const onUpdated = (tabId: number, { status }: Tabs.OnUpdatedChangeInfoType): void => {
    if (status === 'complete') loaded.add(tabId);
    look();
  };
  browser.tabs.onUpdated.addListener(onUpdated);
  try {
    const { id } = await browser.tabs.create({ url: 'about:blank' });
    if (id === undefined) throw new AuthError('hostedUiUnopened');
    await new Promise<void>((resolve) => {
      look = () => loaded.has(id) && resolve();
      look();
      setTimeout(resolve, LONGEST_LOAD_MS);
    });
    return id;
  } finally {
    browser.tabs.onUpdated.removeListener(onUpdated);
  }
}

/** The ids of all tabs, which need no permission. Source: MDN, "tabs.query". */
export async function tabIds(): Promise<readonly number[]> {
  const tabs = await browser.tabs.query({});
  return tabs.flatMap(({ id }) => id ?? []);
}

/** @throws AuthError `hostedUiCancelled` if the user has closed the tab meanwhile */
export async function navigateTab(tabId: number, url: string): Promise<void> {
  try {
    await browser.tabs.update(tabId, { url });
  } catch (error) {
    throw new AuthError('hostedUiCancelled', '', error);
  }
}

/** Closes a tab; one that is gone already is no error. */
export async function closeTab(tabId: number): Promise<void> {
  await browser.tabs.remove(tabId).catch(() => undefined);
}

// The browsers say it in words alone. Chromium: "The user did not approve access.", "User interaction required.",
// "Authorization page could not be loaded."; Firefox: "User cancelled or denied access.", "Requires user interaction".
function failureOf(error: unknown, isInteractive: boolean): AuthError {
  const words = error instanceof Error ? error.message : '';
  if (!isInteractive && /interaction/i.test(words)) return new AuthError('hostedUiLoginRequired', '', error);
  const isRefusal = isInteractive && /did not approve|cancel|denied/i.test(words);
  return new AuthError(isRefusal ? 'hostedUiCancelled' : 'hostedUiUnopened', '', error);
}

// Chromium itself waits for a minute, and everything that wants tokens waits with it.
function nothingInTime(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new AuthError('timedOut')), SILENT_MS));
}
