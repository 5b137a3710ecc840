import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';

/**
 * Bundles one file of entries/ for the browser, minified as the extension is.
 * @returns its JavaScript, one script without imports
 */
export async function buildEntry(name: string): Promise<string> {
  const output = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    // What amazon-cognito-identity-js needs in a browser.
    define: { global: 'globalThis' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`entries/${name}.ts`, import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const [chunk, ...others] = chunksOf(output);
  if (!chunk || others.length > 0) throw new Error(`${name} was not bundled into one script`);
  return chunk.code;
}

/** The scripts among what Vite's `build` gives back. */
export function chunksOf(output: Awaited<ReturnType<typeof build>>): Rollup.OutputChunk[] {
  return [output].flat().flatMap((each) => {
    if (!('output' in each)) throw new Error('the build watches instead of ending');
    return each.output.filter((file) => file.type === 'chunk');
  });
}
