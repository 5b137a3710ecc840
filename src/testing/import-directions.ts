import { posix } from 'node:path';
import { parsedSource } from './imports';

/** A source file; its path is counted from `src`, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// What each folder may import: a folder (ends in a slash), one module, or a package.
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: ['core/', 'tldts/dist/es6/src/data/trie.js'],
  cognito: ['core/', 'cognito/', 'jose', 'oauth4webapi'],
  browser: ['core/', 'browser/', 'webextension-polyfill'],
  background: ['core/', 'cognito/', 'browser/', 'background/'],
  page: ['core/', 'page/', 'browser/host-access', 'browser/texts'],
};
// The pages may ask the background, and the browser for what only a page with a user before it can do.
const BROWSER_OF_PAGES = ['requests', 'host-access', 'texts', 'current-tab', 'own-pages'].map(
  (module) => `browser/${module}`,
);
const PAGES: Readonly<Record<string, readonly string[]>> = {
  popup: ['punycode/', 'lean-qr'],
  options: [],
  passkey: [],
  'signing-in': [],
};

// The domain is given its clock, its luck and its way to the world.
const NOT_IN_CORE = [
  /\bDate\.now\b/,
  /\bnew Date\b/,
  /\bMath\.random\b/,
  /\bfetch\(/,
  /\bchrome\./,
  /\bbrowser\./,
  /\bdocument\b/,
  /\bwindow\b/,
];

/** Every way in which a file breaks the layout of the product; empty for a good file. */
export function layoutProblems({ path, text }: SourceFile): readonly string[] {
  const [folder = ''] = path.split('/');
  const allowed = allowedIn(folder);
  if (!allowed) return [`${path} lies in no known folder`];
  const { imported, reExported, code } = parsedSource(path, text);
  return [
    ...imported
      .map((specifier) => targetOf(path, specifier))
      .filter((target) => !allowed.some((entry) => isWithin(target, entry)))
      .map((target) => `${path} imports ${target}`),
    ...reExported.map((specifier) => `${path} re-exports ${targetOf(path, specifier)}`),
    ...NOT_IN_CORE.filter((name) => folder === 'core' && name.test(code)).map(
      (name) => `${path} uses ${name.source}`,
    ),
  ];
}

function allowedIn(folder: string): readonly string[] | undefined {
  const packages = PAGES[folder];
  return packages ? [`${folder}/`, 'core/', 'page/', ...BROWSER_OF_PAGES, ...packages] : LAYERS[folder];
}

function isWithin(target: string, entry: string): boolean {
  // A package may be named with a slash: `punycode/` is the package, `punycode` a module of Node.
  return target === entry || (entry.endsWith('/') && target.startsWith(entry));
}

// A relative import becomes a path from src, "../x" if it leaves src; a package keeps its name.
function targetOf(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}
