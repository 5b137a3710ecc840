import { gzipSync } from 'node:zlib';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import type { Plugin, Rollup } from 'vite';
import { defineConfig } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };

type Target = 'chrome' | 'firefox';

// Many small chunks compress badly, so what is needed together is one: by all contexts, by all pages, by every form.
const CHUNKS = [
  { name: 'browser', test: /webextension-polyfill|src\/browser\/(texts|host-access)\.ts$/, priority: 3 },
  { name: 'page', test: /src\/page\/.*\.ts$|src\/browser\/(requests|current-tab)\.ts$/, priority: 2 },
  {
    name: 'profile',
    test: /src\/core\/(profile|profile-form|api-host|token-header|user-pool-id|result)\.ts$/,
  },
];

/**
 * The most JavaScript that a context may load at a time, in gzipped bytes: for the popup, with whichever of its faces it
 * shows. A build over budget fails.
 */
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
      // The manifest names every other page.
      rolldownOptions: {
        input: { 'signing-in': 'src/signing-in/signing-in.html' },
        output: { codeSplitting: { groups: CHUNKS } },
      },
    },
    // Unit tests are of single modules: they need no extension built around them.
    plugins: process.env.VITEST
      ? []
      : [
          crx({ manifest: manifestFor(target) as ManifestV3Export, browser: target }),
          sizeBudgets(),
          plainDynamicImports(),
        ],
  };
});

/**
 * The browsers redirect a navigation to an extension's page only if web pages may load that page; Chromium makes an
 * exception for typed URLs, but a link would end in an error. So any page can find out that this one is there, and
 * open it, which does no more than a link to the API host; no page can frame it. `use_dynamic_url` would hide it in
 * Chromium, but then it is typed URLs that end in an error.
 */
const HOLD_PAGE_ACCESS = {
  resources: ['src/signing-in/signing-in.html'],
  matches: ['https://*/*', 'http://*/*'],
};

/** One manifest for both: each browser gets the keys that it knows. */
function manifestFor(target: Target): object {
  const { browser_specific_settings, minimum_chrome_version, background, ...shared } = manifest;
  const common = { ...shared, web_accessible_resources: [HOLD_PAGE_ACCESS] };
  if (target === 'chrome') return { ...common, minimum_chrome_version, background };
  return {
    ...common,
    optional_host_permissions: common.optional_host_permissions.filter((host) => !host.startsWith('ws')),
    // Chromium gives it to nobody but administrators. Source: Chrome, "webRequest".
    permissions: [...common.permissions, 'webRequestBlocking'],
    background: { scripts: [background.service_worker], type: background.type },
    browser_specific_settings,
  };
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

/** The entry's chunk, the heaviest of those it loads later, and all that they import, each gzipped as it is served. */
function gzippedSize(entry: string, bundle: Rollup.OutputBundle): number {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(entry));
  if (!first) throw new Error(`no chunk was built for ${entry}`);
  const faces = chunks.filter(({ fileName }) => first.dynamicImports.includes(fileName));
  return Math.max(...[first, ...faces].map((face) => weightOf(new Set([first, face]), chunks)));
}

function weightOf(wanted: Set<Rollup.OutputChunk>, chunks: readonly Rollup.OutputChunk[]): number {
  for (const chunk of wanted) {
    for (const other of chunks) if (chunk.imports.includes(other.fileName)) wanted.add(other);
  }
  return [...wanted].reduce((total, { code }) => total + gzipSync(code).length, 0);
}

/** Vite wraps each `import()` to load styles with it. Ours are linked in the page, and the wrapper is a kilobyte. */
function plainDynamicImports(): Plugin {
  const helper = '\0vite/preload-helper.js';
  return {
    name: 'plain-dynamic-imports',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === helper ? id : null),
    load: (id) => (id === helper ? 'export const __vitePreload = (load) => load();' : null),
  };
}
