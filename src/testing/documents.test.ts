import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkIdsIn, definedCheckIds, linksIn, pathsIn } from './documents';
import { filesUnder, isInRepository, type RepositoryFile, textOf } from './repository';

const CHECKS = 'docs/checks.md';

function documents(): readonly RepositoryFile[] {
  const atRoot = ['README.md', 'CONTRIBUTING.md'].filter(isInRepository);
  return [...filesUnder('docs', /\.md$/), ...atRoot.map((path) => ({ path, text: textOf(path) }))];
}

describe('the documents', () => {
  const all = documents();

  test.each(all)('$path names files and folders that are there', ({ text }) => {
    expect(pathsIn(text).filter((path) => !isInRepository(path))).toEqual([]);
  });

  test.each(all)('$path links to what is there', ({ path, text }) => {
    const targets = linksIn(text).map((target) => posix.join(posix.dirname(path), target));
    expect(targets.filter((target) => !isInRepository(target))).toEqual([]);
  });

  test('name something at all', () => {
    expect(all.flatMap(({ text }) => pathsIn(text)).length).toBeGreaterThan(40);
    expect(all.flatMap(({ text }) => linksIn(text)).length).toBeGreaterThan(20);
  });

  test('the index of the decisions lists each of them, in their order', () => {
    const records = filesUnder('docs/decisions', /^\d{4}-.*\.md$/).map(({ path, text }) => {
      const title = /^# (.+)$/m.exec(text)?.[1];
      return `- [${posix.basename(path).slice(0, 4)}](${posix.basename(path)}): ${title}`;
    });
    const index = textOf('docs/decisions/README.md').split('\n');
    expect(index.filter((line) => line.startsWith('- '))).toEqual(records.sort());
  });
});

describe('the ids of checks and threats', () => {
  const defined = definedCheckIds(textOf(CHECKS));
  const users = [...filesUnder('src', /\.ts$/), ...filesUnder('e2e', /\.(?:ts|mjs)$/)].filter(
    ({ path }) => !path.startsWith('src/testing/documents'),
  );

  test('are defined once', () => {
    expect(defined.length).toBeGreaterThan(50);
    expect(new Set(defined).size).toBe(defined.length);
  });

  test('are defined where the code and the tests use them', () => {
    const used = users.flatMap(({ path, text }) => checkIdsIn(text).map((id) => ({ path, id })));
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter(({ id }) => !defined.includes(id))).toEqual([]);
  });
});

describe('a document', () => {
  const text = [
    'See `src/core`, `npm test`, `e2e/*.spec.ts`, `src/x/<tool>.ts` and [this](docs/a.md#part) or [that](https://b.test/c).',
    '',
    '```',
    'src/popup/   the popup',
    'npm run e2e',
    '```',
    '| J10 | a row |',
    '| J8 and T24 | no row of an id |',
  ].join('\n');

  test('names paths in backticks and at the beginning of a line of a block', () => {
    expect(pathsIn(text)).toEqual(['src/core', 'src/popup/']);
  });

  test('links to its own repository', () => {
    expect(linksIn(text)).toEqual(['docs/a.md']);
  });

  test('defines ids in the first column of a table, and names them anywhere', () => {
    expect(definedCheckIds(text)).toEqual(['J10']);
    expect(checkIdsIn(`${text} J8, J8, J0, AJ8, T123`)).toEqual(['J10', 'J8', 'T24']);
  });
});
