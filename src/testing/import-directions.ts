import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** A source file; its path is counted from `src`, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// What each folder may import: a folder (ends in a slash), one module, or a package.
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: ['core/'],
  cognito: ['core/', 'cognito/'],
  browser: ['core/', 'browser/', 'webextension-polyfill'],
  background: ['core/', 'cognito/', 'browser/', 'background/'],
};
const PAGES = ['popup', 'options', 'signing-in'];
const PAGE_IMPORTS = ['core/', 'browser/requests', 'browser/host-access', 'browser/texts'];

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
  const allowed = PAGES.includes(folder) ? [`${folder}/`, ...PAGE_IMPORTS] : LAYERS[folder];
  if (!allowed) return [`${path} lies in no known folder`];
  const { imported, reExported, code } = read(path, text);
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

function isWithin(target: string, entry: string): boolean {
  return entry.endsWith('/') ? target.startsWith(entry) : target === entry;
}

// A relative import becomes a path from src, "../x" if it leaves src; a package keeps its name.
function targetOf(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}

function read(path: string, text: string) {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const take = (source: unknown): void => {
    const { value } = source as { value?: unknown };
    imported.push(typeof value === 'string' ? value : 'something computed');
  };
  new Visitor({
    ImportExpression: ({ source }) => take(source),
    TSImportType: ({ source }) => take(source),
  }).visit(program);
  const reExported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  const code = comments.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );
  return { imported: [...imported, ...reExported], reExported, code };
}
