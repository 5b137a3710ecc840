import { parseSync, Visitor } from 'vite';

/** What a source file imports, re-exports, and says when its comments are left out. */
export interface ParsedSource {
  /** The specifiers as they are written, type imports and dynamic imports included. */
  readonly imported: readonly string[];
  readonly reExported: readonly string[];
  /** As long as the text; its comments are blank. */
  readonly code: string;
}

/** Parses a source file. @throws Error if it is no TypeScript or JavaScript */
export function parsedSource(path: string, text: string): ParsedSource {
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
