import { gzipSync } from 'node:zlib';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import type { Plugin, Rollup } from 'vite';
import { defineConfig } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };

type Target = 'chrome' | 'firefox';

/** The most JavaScript that a context may load, in gzipped bytes. A build over budget fails. */
const BUDGETS = { 'src/popup/popup.html': 10_000, 'src/background/index.ts': 32_000 };

export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    test: { include: ['{src,e2e}/**/*.test.ts'] },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
    },
    // Unit tests are of single modules: they need no extension built around them.
    plugins: process.env.VITEST
      ? []
      : [crx({ manifest: manifestFor(target) as ManifestV3Export, browser: target }), sizeBudgets()],
  };
});

/** One manifest for both: each browser gets the keys that it knows. */
function manifestFor(target: Target): object {
  const { browser_specific_settings, minimum_chrome_version, background, ...common } = manifest;
  if (target === 'chrome') return { ...common, minimum_chrome_version, background };
  const scripts = { scripts: [background.service_worker], type: background.type };
  return { ...common, background: scripts, browser_specific_settings };
}

function sizeBudgets(): Plugin {
  return {
    name: 'size-budgets',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const [entry, budget] of Object.entries(BUDGETS)) {
        const size = gzippedSize(entry, bundle);
        const line = `${entry}: ${size} of ${budget} gzipped bytes of JavaScript`;
        if (size > budget) this.error(`over budget, ${line}`);
        this.info(line);
      }
    },
  };
}

/** The entry's chunk and all that it imports, each gzipped as it is served. */
function gzippedSize(entry: string, bundle: Rollup.OutputBundle): number {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const wanted = new Set(chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith(entry)));
  for (const chunk of wanted) {
    for (const other of chunks) if (chunk.imports.includes(other.fileName)) wanted.add(other);
  }
  if (wanted.size === 0) throw new Error(`no chunk was built for ${entry}`);
  return [...wanted].reduce((total, { code }) => total + gzipSync(code).length, 0);
}
