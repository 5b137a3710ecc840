import { describe, expect, test } from 'vitest';
import { layoutProblems, type SourceFile } from './import-directions';
import { filesUnder } from './repository';

function sourceFiles(): readonly SourceFile[] {
  return filesUnder('src', /(?<!\.test)\.tsx?$/)
    .map(({ path, text }) => ({ path: path.slice('src/'.length), text }))
    .filter(({ path }) => !path.startsWith('testing/'));
}

describe('the sources', () => {
  const files = sourceFiles();

  test('are all here', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[0]));
    expect([...folders]).toEqual(
      expect.arrayContaining([
        'core',
        'cognito',
        'browser',
        'background',
        'page',
        'popup',
        'options',
        'signing-in',
      ]),
    );
    expect(files.length).toBeGreaterThan(40);
  });

  test.each(files.map((file) => [file.path, file] as const))('%s keeps to the layout', (_, file) => {
    expect(layoutProblems(file)).toEqual([]);
  });
});

describe('layoutProblems lets pass', () => {
  test.each([
    ['core/a.ts', "import { b } from './b';\nimport type { C } from './imports/c';"],
    ['core/imports/a.ts', "import { b } from '../b';"],
    ['cognito/a.ts', "import { b } from '../core/b';\nimport { c } from './c';"],
    ['cognito/a.ts', "import { compactVerify } from 'jose';"],
    ['browser/a.ts', "import browser from 'webextension-polyfill';\nimport { b } from '../core/b';"],
    ['background/a.ts', "import { b } from '../browser/b';\nimport { c } from '../cognito/c';"],
    ['popup/a.ts', "import { ask } from '../browser/requests';\nimport { b } from './b';"],
    ['options/a.ts', "import { text } from '../browser/texts';\nimport { c } from '../core/c';"],
    ['signing-in/a.ts', "import { missingAccess } from '../browser/host-access';"],
    ['popup/a.ts', "import { toUnicode } from 'punycode/';\nimport { generate } from 'lean-qr';"],
    ['core/a.ts', "import { labelText } from 'tldts/dist/es6/src/data/trie.js';"],
    [
      'popup/a.ts',
      "import { currentTab } from '../browser/current-tab';\nimport { busy } from '../page/busy';",
    ],
    ['options/a.ts', "import { openOwnPage } from '../browser/own-pages';"],
    [
      'page/a.ts',
      "import { text } from '../browser/texts';\nimport { b } from './b';\nimport { c } from '../core/c';",
    ],
    [
      'core/a.ts',
      '// as Math.random gives it\n/* the browser. */ export const url = "https://host"; // document',
    ],
    ['popup/a.ts', 'document.title = String(Date.now() + Math.random());'],
    ['core/a.ts', 'const kept = 1;\nexport { kept };\nexport type T = string;'],
  ])('%s: %s', (path, text) => expect(layoutProblems({ path, text })).toEqual([]));
});

describe('layoutProblems finds', () => {
  test.each([
    ['core/a.ts', "import { b } from '../cognito/b';", 'imports cognito/b'],
    ['core/a.ts', "import type { B } from '../browser/b';", 'imports browser/b'],
    ['core/a.ts', "import '../background/index';", 'imports background/index'],
    ['core/a.ts', "import fc from 'fast-check';", 'imports fast-check'],
    ['core/a.ts', "import { b } from '../core-like/b';", 'imports core-like/b'],
    ['core/a.ts', "import { b } from '../../e2e/b';", 'imports ../e2e/b'],
    ['core/a.ts', "export type B = import('../popup/b').B;", 'imports popup/b'],
    ['core/a.ts', "import { aProfile } from '../testing/builders';", 'imports testing/builders'],
    ['cognito/a.ts', "import { b } from '../browser/b';", 'imports browser/b'],
    ['cognito/a.ts', "const b = await import('../background/b');", 'imports background/b'],
    ['cognito/a.ts', 'const b = await import(name);', 'imports something computed'],
    ['background/a.ts', "import { compactVerify } from 'jose';", 'imports jose'],
    ['browser/a.ts', "import { b } from '../cognito/b';", 'imports cognito/b'],
    ['browser/a.ts', "import { b } from '../background/b';", 'imports background/b'],
    ['background/a.ts', "import browser from 'webextension-polyfill';", 'imports webextension-polyfill'],
    ['background/a.ts', "import { b } from '../popup/b';", 'imports popup/b'],
    ['popup/a.ts', "import browser from 'webextension-polyfill';", 'imports webextension-polyfill'],
    ['popup/a.ts', "import { readItem } from '../browser/stored-item';", 'imports browser/stored-item'],
    ['popup/a.ts', "import { b } from '../cognito/b';", 'imports cognito/b'],
    ['popup/a.ts', "import { b } from '../background/b';", 'imports background/b'],
    ['popup/a.ts', "import { b } from '../options/b';", 'imports options/b'],
    ['popup/a.ts', "import { b } from '../signing-in/b';", 'imports signing-in/b'],
    ['popup/a.ts', "import { parse } from 'tldts-icann';", 'imports tldts-icann'],
    ['popup/a.ts', "import { parse } from 'tldts';", 'imports tldts'],
    ['core/a.ts', "import { parse } from 'tldts';", 'imports tldts'],
    ['options/a.ts', "import { parse } from 'tldts';", 'imports tldts'],
    ['signing-in/a.ts', "import { toUnicode } from 'punycode/';", 'imports punycode/'],
    ['signing-in/a.ts', "import { b } from '../popup/b';", 'imports popup/b'],
    ['options/a.ts', "import { changeRules } from '../browser/net-rules';", 'imports browser/net-rules'],
    ['page/a.ts', "import { b } from '../popup/b';", 'imports popup/b'],
    ['page/a.ts', "import { ask } from '../browser/requests';", 'imports browser/requests'],
    ['page/a.ts', "import { parse } from 'tldts';", 'imports tldts'],
    ['core/a.ts', "import { b } from '../page/b';", 'imports page/b'],
    ['background/a.ts', "import { b } from '../page/b';", 'imports page/b'],
    ['core/a.ts', "export * from './b';", 're-exports core/b'],
    ['core/a.ts', "export { b } from './b';", 're-exports core/b'],
    ['core/a.ts', "import { b } from './b';\nexport { b as c };", 're-exports core/b'],
    ['core/a.ts', "import type { B } from './b';\nexport type { B };", 're-exports core/b'],
    ['core/a.ts', 'export const now = Date.now();', 'uses \\bDate\\.now\\b'],
    ['core/a.ts', 'export const now = new Date();', 'uses \\bnew Date\\b'],
    ['core/a.ts', 'export const luck = Math.random;', 'uses \\bMath\\.random\\b'],
    ['core/a.ts', "export const answer = fetch('/');", 'uses \\bfetch\\('],
    ['core/a.ts', 'chrome.runtime.reload();', 'uses \\bchrome\\.'],
    ['core/a.ts', 'browser.runtime.reload();', 'uses \\bbrowser\\.'],
    ['core/a.ts', 'export const url = "https://host"; document.title = url;', 'uses \\bdocument\\b'],
    ['core/a.ts', 'export const { origin } = window;', 'uses \\bwindow\\b'],
    ['helpers/a.ts', '', 'lies in no known folder'],
  ])('in %s: %s', (path, text, problem) => {
    expect(layoutProblems({ path, text })).toEqual([`${path} ${problem}`]);
  });

  test('every problem of a file, not the first alone', () => {
    const text = "import '../popup/b';\nexport const now = Date.now();";
    expect(layoutProblems({ path: 'core/a.ts', text })).toHaveLength(2);
  });

  test('a file that cannot be read', () => {
    expect(() => layoutProblems({ path: 'core/a.ts', text: 'import {' })).toThrow(
      'core/a.ts cannot be parsed',
    );
  });
});
