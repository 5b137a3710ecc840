import browser from 'webextension-polyfill';

/**
 * Asks the user for access to hosts. Call it straight from a click handler, before any `await`: Firefox refuses it
 * otherwise. Source: MDN, "permissions.request()".
 * @param patterns match patterns without a port
 * @returns whether the user has granted all of them
 */
export function requestAccess(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.request({ origins: [...patterns] });
}

/** Those of the given match patterns that the browser has not granted, or no longer grants. */
export async function missingAccess(patterns: readonly string[]): Promise<string[]> {
  const held = await Promise.all(
    patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })),
  );
  return patterns.filter((_, index) => !held[index]);
}

/** Calls back whenever the user grants or takes away access to a host. */
export function onAccessChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}
