import { gzipSync } from 'node:zlib';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import type { Plugin, Rollup } from 'vite';
import { defineConfig } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };
import { SUFFIX_LIST } from './src/core/shared-names/suffix-list';

type Target = 'chrome' | 'firefox';

// Many small chunks compress badly, so what is needed together is one: by all contexts, by all pages, by whoever reads a form.
const CHUNKS = [
  { name: 'browser', test: /webextension-polyfill|src\/browser\/(texts|host-access)\.ts$/, priority: 3 },
  { name: 'page', test: /src\/page\/.*\.ts$|src\/browser\/(requests|current-tab)\.ts$/, priority: 2 },
  {
    name: 'profile',
    test: /src\/core\/(profile\/.*|result)\.ts$/,
  },
];

/**
 * The most JavaScript that a context may load at a time, in gzipped bytes: the background, and the popup with each of its
 * faces. The one that is seen all day is the lightest; the form knows every sign-in method, checks what each needs, and
 * reads values as configurations have them. Of the background, 33 kB are the names that no star may stand over
 * (docs/decisions/0027), 12 kB are the two libraries that check signatures and speak OAuth, 8 kB keep what outlives the browser, and 3 kB parse what is stored, of
 * every version there was. A build over budget fails.
 */
const BUDGETS = {
  'src/background/index.ts': 98_500,
  'src/popup/signed-in/signed-in-view.ts': 10_000,
  'src/popup/redirected-view.ts': 10_000,
  'src/popup/challenge/challenge-view.ts': 10_000,
  'src/popup/locked-view.ts': 10_000,
  'src/popup/form/form-view.ts': 16_800,
};

export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    // Real servers and real cryptography on machines that do other things as well: slow is no failure.
    test: {
      include: ['{src,e2e}/**/*.test.ts'],
      setupFiles: 'src/testing/sound-can-parse.ts',
      testTimeout: 240_000,
      expect: { poll: { timeout: 60_000 } },
      hookTimeout: 240_000,
      // By default a machine of two cores would get one.
      maxWorkers: 2,
      // Loading every module anew for each file took a third of the time.
      pool: 'threads',
      isolate: false,
    },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // The manifest names every other page.
      rolldownOptions: {
        input: {
          'signing-in': 'src/signing-in/signing-in.html',
          onward: 'src/signing-in/onward.html',
          passkey: 'src/passkey/passkey.html',
        },
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
          finishedSuffixList(),
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

// The hold page's sandboxed frame has no origin, and Firefox lets it load no script of the extension but an accessible one.
const ONWARD = 'assets/onward-*.js';

/** One manifest for both: each browser gets the keys that it knows. */
function manifestFor(target: Target): object {
  const { browser_specific_settings, minimum_chrome_version, background, ...shared } = manifest;
  const common = { ...shared, web_accessible_resources: [HOLD_PAGE_ACCESS] };
  if (target === 'chrome') return { ...common, minimum_chrome_version, background };
  return {
    ...common,
    web_accessible_resources: [{ ...HOLD_PAGE_ACCESS, resources: [...HOLD_PAGE_ACCESS.resources, ONWARD] }],
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
      for (const [module, budget] of Object.entries(BUDGETS)) {
        const size = gzippedSize(module, bundle);
        const line = `${module}: ${size} of ${budget} gzipped bytes of JavaScript`;
        if (size > budget) this.error(`over budget, ${line}`);
        this.info(line);
      }
    },
  };
}

/** A module's chunk, the one that loads it later if there is one, and all that both import, each gzipped as it is served. */
function gzippedSize(module: string, bundle: Rollup.OutputBundle): number {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const own = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
  if (!own) throw new Error(`no chunk was built for ${module}`);
  const loaders = chunks.filter(({ dynamicImports }) => dynamicImports.includes(own.fileName));
  return weightOf(new Set([own, ...loaders]), chunks);
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

/** What is made of the list of public suffixes is a third of its size, and needs no work at the start of the worker. */
function finishedSuffixList(): Plugin {
  return {
    name: 'finished-suffix-list',
    apply: 'build',
    load: (id) =>
      id.endsWith('/src/core/shared-names/suffix-list.ts')
        ? `export const SUFFIX_LIST = ${JSON.stringify(SUFFIX_LIST)};`
        : null,
  };
}
