import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { chunksOf } from './build-entry';
import { type Size, sizeOf } from './size';

/** The JavaScript that each context of the extension loads. */
export interface ShippedSizes {
  readonly popup: Size;
  readonly background: Size;
}

/** Builds the extension as it is shipped for Chromium, in memory, and weighs it. A chunk that both load counts twice. */
export async function shippedSizes(): Promise<ShippedSizes> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const chunks = chunksOf(await build({ root, mode: 'chrome', logLevel: 'error', build: { write: false } }));
  return {
    popup: sizeOf(scriptsOf('src/popup/popup.html', chunks)),
    background: sizeOf(scriptsOf('src/background/index.ts', chunks)),
  };
}

function scriptsOf(entry: string, chunks: readonly Rollup.OutputChunk[]): string[] {
  const loaded = new Set(chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith(entry)));
  if (loaded.size === 0) throw new Error(`no script was built for ${entry}`);
  // A set goes on to what is added to it on the way.
  for (const { imports } of loaded) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  }
  return [...loaded].map(({ code }) => code);
}
