import { launchChromium } from '../support/chromium-extension';
import type { HandshakeExtension } from './build-handshakes';
import type { HandshakeRound } from './handshake-rounds';
import { ROUND_COUNTS } from './round-counts';

/** Measures in the extension's service worker, in a headless Chromium. */
export async function measureInServiceWorker({ folder }: HandshakeExtension): Promise<HandshakeRound[]> {
  const chromium = await launchChromium({ extensionFolder: folder, headless: true });
  try {
    const worker = chromium.context.serviceWorkers().find((each) => each.url().startsWith(chromium.origin));
    if (!worker) throw new Error('the extension worker is not running');
    return await worker.evaluate((counts) => globalThis.measureRounds(counts), ROUND_COUNTS);
  } finally {
    await chromium.close();
  }
}
