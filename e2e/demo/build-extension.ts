import { build } from 'vite';

/** Builds what is shipped for Chromium into dist/chrome, and says nothing unless it fails. */
export async function buildExtension(): Promise<void> {
  await build({ mode: 'chrome', logLevel: 'error' });
}
