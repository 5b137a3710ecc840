import type { BrowserName, Tab } from '../support/browser-under-test';

/** A way to read bodies as a page or user sees them, in the order of the URLs. */
export type Reader = (tab: Tab, page: string, urls: readonly string[]) => Promise<readonly string[]>;

/** Frames of what is typed afterwards. */
const FRAMED = 'typed, then framed';

/** Whether a way is by frames, which carry no token. */
export function isFramed(way: string): boolean {
  return way === 'iframe' || way === FRAMED;
}

/** Whether a browser keeps what a frame reads apart from what was typed, so that the one never brings up the other. */
export function isKeptApart(browser: BrowserName, way: string): boolean {
  return browser === 'chromium' && way === FRAMED;
}

/** The ways, by name. */
export const READERS: Readonly<Record<string, Reader>> = {
  fetch: async (tab, page, urls) => {
    await tab.goto(page);
    return tab.evaluate(fetchAll, urls);
  },
  iframe: async (tab, page, urls) => {
    await tab.goto(page);
    return tab.evaluate(frameAll, urls);
  },
  [FRAMED]: async (tab, page, urls) => {
    await tab.goto(page);
    const bodies = await tab.evaluate(frameAll, urls);
    // What the next user's frames may find in the cache.
    await typeAll(tab, urls);
    return bodies;
  },
  typed: (tab, _page, urls) => typeAll(tab, urls),
};

async function typeAll(tab: Tab, urls: readonly string[]): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (const url of urls) {
    await tab.goto(url);
    bodies.push(await tab.evaluate(() => document.body.textContent ?? ''));
  }
  return bodies;
}

// Each stands alone, because it is sent to the page as text.

function fetchAll(urls: readonly string[]): Promise<string[]> {
  return Promise.all(urls.map(async (url) => (await fetch(url)).text()));
}

function frameAll(urls: readonly string[]): Promise<string[]> {
  const bodyOf = (src: string) =>
    new Promise<string>((resolve) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      frame.addEventListener('load', () => resolve(frame.contentDocument?.body.textContent ?? ''));
      document.body.append(frame);
    });
  return Promise.all(urls.map(bodyOf));
}
