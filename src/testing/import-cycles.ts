import { posix } from 'node:path';
import { parsedSource } from './imports';
import type { RepositoryFile } from './repository';

/** Which files each file imports: paths from the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** What these files import of each other. Packages, and what is none of these files, are left out. */
export function importGraph(files: readonly RepositoryFile[]): ImportGraph {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, text }) => {
      const specifiers = new Set(parsedSource(path, text).imported);
      return [path, [...specifiers].flatMap((specifier) => resolved(path, specifier, paths))];
    }),
  );
}

/**
 * A cycle through each file that lies on one, as `a.ts → b.ts → a.ts`; each cycle once, from its first file. Of the ways
 * back to a file the shortest is shown.
 */
export function importCycles(graph: ImportGraph): readonly string[] {
  const cycles = [...graph.keys()].flatMap((path) => {
    const way = shortestWayBack(graph, path);
    return way && path === [...way].sort()[0] ? [[...way, path].join(' → ')] : [];
  });
  return cycles.sort();
}

function shortestWayBack(graph: ImportGraph, start: string): readonly string[] | null {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const longer = ways.flatMap((way) => (graph.get(way.at(-1) ?? '') ?? []).map((next) => [...way, next]));
    const back = longer.find((way) => way.at(-1) === start);
    if (back) return back.slice(0, -1);
    ways = longer.filter((way) => isNew(seen, way.at(-1) ?? ''));
  }
  return null;
}

function isNew(seen: Set<string>, path: string): boolean {
  return !seen.has(path) && seen.add(path).has(path);
}

function resolved(from: string, specifier: string, paths: ReadonlySet<string>): string[] {
  if (!specifier.startsWith('.')) return [];
  const target = posix.join(posix.dirname(from), specifier);
  const found = [target, `${target}.ts`, `${target}.d.ts`].find((path) => paths.has(path));
  return found === undefined ? [] : [found];
}
