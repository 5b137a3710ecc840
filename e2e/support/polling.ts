import type { Page } from 'playwright/test';
import { API } from './story';

/**
 * Has a page ask the API for `/asked?N` until it closes, with the next number once the last one was answered.
 * @param pauseMs how long it waits in between
 */
export async function keepAsking(page: Page, pauseMs = 0): Promise<void> {
  // Not a function with a name: that would need a helper which the page does not have.
  const call = { origin: `https://${API}`, pauseMs };
  await page.evaluate(({ origin, pauseMs: pause }) => {
    void (async () => {
      for (let count = 0; ; count++) {
        await fetch(`${origin}/asked?${count}`)
          .then((answer) => answer.text())
          .catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    })();
  }, call);
}

/** When a token ends by its own `exp`, which the local user pool tells by the same clock as the tests. @returns epoch ms */
export function tokenEndMs(authorization: string | undefined): number | undefined {
  const payload = authorization?.split('.')[1];
  if (!payload) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).exp * 1000;
}
