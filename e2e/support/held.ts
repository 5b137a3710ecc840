import type { Page } from 'playwright';

/** Opens a URL that may be held: the navigation then ends elsewhere, which is no error here. */
export async function openOrHold(tab: Page, url: string): Promise<void> {
  await tab.goto(url).catch((error: Error) => {
    if (!/interrupted|ERR_ABORTED/.test(error.message)) throw error;
  });
}
