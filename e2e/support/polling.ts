import { API } from './story';

interface Asking {
  readonly origin: string;
  readonly pauseMs: number;
}

/** A page of either browser. */
interface AnyPage {
  evaluate(ask: (asking: Asking) => void, asking: Asking): Promise<unknown>;
}

/**
 * Has a page ask the API for `/asked?N` until it closes, with the next number once the last one was answered.
 * @param pauseMs how long it waits in between
 */
export async function keepAsking(page: AnyPage, pauseMs = 0): Promise<void> {
  // Not a function with a name: that would need a helper which the page does not have.
  const call = { origin: `https://${API}`, pauseMs };
  await page.evaluate(({ origin, pauseMs: pause }) => {
    void (async () => {
      for (let count = 0; ; count++) {
        // Chromium leaves a request for ever that is under way when an extension with webRequest is switched off.
        await fetch(`${origin}/asked?${count}`, { signal: AbortSignal.timeout(10_000) })
          .then((answer) => answer.text())
          .catch(() => undefined);
        // Browsers put off the timers of a page that is behind another, by a second each.
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
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
