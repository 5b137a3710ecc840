import type { BrowserContext, Page } from 'playwright/test';
import { waitUntil } from './wait-until';

/**
 * Waits for the page that an act opens, in a tab or a window, until it has its address: the first page that opens may be
 * another, and one that is still empty cannot be told from it.
 * @param begin how the address begins
 */
export async function pageOpenedBy(
  context: BrowserContext,
  act: () => Promise<unknown>,
  begin = 'https://',
): Promise<Page> {
  const before = new Set(context.pages());
  await act();
  const opened = () => context.pages().filter((page) => !before.has(page));
  const find = () => opened().find((page) => page.url().startsWith(begin));
  return waitUntil(`a new page at ${begin}`, find, () => `but ${context.pages().map((page) => page.url())}`);
}
