import type { Page } from 'playwright/test';

/** Has a page of the API ask for `/asked?N`, with the next number as soon as the last one was answered, until it closes. */
export async function keepAsking(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ask = (count: number): Promise<void> =>
      fetch(`/asked?${count}`)
        .then((answer) => answer.text())
        .catch(() => undefined)
        .then(() => ask(count + 1));
    void ask(0);
  });
}

/** When a token ends by its own `exp`, which the local user pool tells by the same clock as the tests. @returns epoch ms */
export function tokenEndMs(authorization: string | undefined): number | undefined {
  const payload = authorization?.split('.')[1];
  if (!payload) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).exp * 1000;
}
