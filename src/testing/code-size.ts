import { parseSync, Visitor } from 'vite';
import type { RepositoryFile } from './repository';

/** A function that has a name, and the lines from its first to its last. */
export interface SizedFunction {
  readonly path: string;
  readonly name: string;
  readonly lines: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The functions of a file that have a name: declarations, methods, and what is assigned to a name. */
export function functionSizes({ path, text }: RepositoryFile): readonly SizedFunction[] {
  const found: SizedFunction[] = [];
  const take = (name: Span, body: Span): void => {
    const lines = linesOf(text.slice(name.start, body.end));
    found.push({ path, name: text.slice(name.start, name.end), lines });
  };
  const takeIfFunction = (name: Span, value: (Span & { readonly type: string }) | null): void => {
    if (value && /^(?:Arrow)?FunctionExpression$/.test(value.type)) take(name, value);
  };
  new Visitor({
    FunctionDeclaration: (node) => node.id && take(node.id, node),
    MethodDefinition: ({ key, value }) => take(key, value),
    PropertyDefinition: ({ key, value }) => takeIfFunction(key, value),
    Property: ({ key, value }) => takeIfFunction(key, value),
    VariableDeclarator: ({ id, init }) => takeIfFunction(id, init),
  }).visit(parseSync(path, text).program);
  return found;
}

/** How many lines a file has. */
export function lineCount({ text }: RepositoryFile): number {
  return linesOf(text.replace(/\n$/, ''));
}

/** The number that a share of all numbers does not exceed. @param share from 0 to 1 */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function linesOf(text: string): number {
  return text.split('\n').length;
}
