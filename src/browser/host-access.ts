import browser from 'webextension-polyfill';
import type { HostAccess } from '../core/profile/host-access';

/**
 * Asks the user for access to hosts. Call it straight from a click handler, before any `await`: Firefox refuses it
 * otherwise. Source: MDN, "permissions.request()".
 * @param patterns match patterns without a port
 * @returns whether the user has granted all of them
 */
export function requestAccess(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.request({ origins: patterns.flatMap(withSocketTwin) });
}

/**
 * Asks the user whether the extension may see which addresses tabs go to. Call it straight from a click handler.
 * @returns whether it may
 */
export function requestNavigations(): Promise<boolean> {
  return browser.permissions.request({ permissions: [NAVIGATIONS] });
}

const NAVIGATIONS = 'webNavigation';

/** All that the browser has granted. Source: MDN, "permissions.getAll()". */
export async function grantedAccess(): Promise<HostAccess> {
  const { origins = [], permissions = [] } = await browser.permissions.getAll();
  const isChromium = askable().some((pattern) => pattern.startsWith('wss://'));
  return {
    granted: origins,
    socketTwins: isChromium,
    dottedNames: isChromium,
    navigations: permissions.includes(NAVIGATIONS),
  };
}

/** Calls back whenever the user grants or takes away access to a host. */
export function onAccessChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

// In Chromium a header on a WebSocket needs access to its own scheme; Firefox takes the http one for both, and does not
// know the other. What this build may ask for is in its manifest.
function withSocketTwin(pattern: string): string[] {
  const twin = pattern.replace(/^http/, 'ws');
  const scheme = `${twin.split('://')[0]}://`;
  return askable().some((each) => each.startsWith(scheme)) ? [pattern, twin] : [pattern];
}

function askable(): readonly string[] {
  return browser.runtime.getManifest().optional_host_permissions ?? [];
}
