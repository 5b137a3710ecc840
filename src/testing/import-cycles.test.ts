import { describe, expect, test } from 'vitest';
import { importCycles, importGraph } from './import-cycles';

describe('importCycles', () => {
  const cyclesOf = (sources: Readonly<Record<string, string>>) =>
    importCycles(importGraph(Object.entries(sources).map(([path, text]) => ({ path, text }))));

  test.each([
    ['imports', "import { b } from './b';"],
    ['type imports', "import type { B } from './b';"],
    ['types that are named in place', "export type B = import('./b').B;"],
    ['dynamic imports', "export const b = () => import('./b');"],
    ['re-exports', "export { b } from './b';"],
    ['bare imports', "import './b';"],
  ])('follows %s', (_, text) => {
    expect(cyclesOf({ 'src/a.ts': text, 'src/b.ts': "import { a } from './a';" })).toEqual([
      'src/a.ts → src/b.ts → src/a.ts',
    ]);
  });

  test('shows a long way round once, and a file that imports itself', () => {
    const found = cyclesOf({
      'src/x/a.ts': "import '../b';",
      'src/b.ts': "import './c';\nimport './alone';",
      'src/c.ts': "import './x/a';",
      'src/alone.ts': "import './alone';",
    });
    expect(found).toEqual(['src/alone.ts → src/alone.ts', 'src/b.ts → src/c.ts → src/x/a.ts → src/b.ts']);
  });

  test('lets pass what meets again without coming back, packages, and what is no source', () => {
    const met = { 'src/b.ts': "import './d';", 'src/c.ts': "import './d';", 'src/d.ts': "import 'jose';" };
    expect(cyclesOf({ 'src/a.ts': "import './b';\nimport './c';\nimport './x.json';", ...met })).toEqual([]);
  });
});
