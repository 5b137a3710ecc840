import { expect, test } from 'vitest';
import { filesToTouch } from './files-to-touch';

const FILES = [
  { path: 'src/core/methods.ts', text: "export const METHODS = ['a', 'b'] as const;" },
  { path: 'src/core/methods.test.ts', text: "test('a')" },
  { path: 'src/testing/builders.ts', text: "method: 'a'" },
  { path: 'src/popup/popup.html', text: '<option value="a">' },
  { path: 'src/cognito/ab.ts', text: "'ab'" },
];

test('filesToTouch finds the sources and pages that name an example, without tests', () => {
  const found = filesToTouch(FILES, { pattern: /['"]a['"]/, atMost: 2 });
  expect(found).toEqual(['src/core/methods.ts', 'src/popup/popup.html']);
});

test('filesToTouch leaves out what is none of its business', () => {
  const found = filesToTouch(FILES, { pattern: /['"]a['"]/, atMost: 1, besides: /^src\/popup\// });
  expect(found).toEqual(['src/core/methods.ts']);
});
