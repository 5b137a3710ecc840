import { describe, expect, test } from 'vitest';
import { functionSizes, lineCount, percentile } from './code-size';
import { type Example, filesToTouch } from './files-to-touch';
import { importCycles, importGraph } from './import-cycles';
import { filesUnder } from './repository';

const LONGEST_FUNCTION = 50;
const LONGEST_USUAL_FUNCTION = 15;
const LONGEST_FILE = 250;

const SOURCES = filesUnder('src', /\.ts$/);
const END_TO_END = filesUnder('e2e', /\.(?:ts|mjs)$/);

describe('the imports of src and e2e', () => {
  const graph = importGraph([...SOURCES, ...END_TO_END]);

  test('are followed', () => {
    expect(graph.size).toBeGreaterThan(300);
    expect([...graph.values()].flat().length).toBeGreaterThan(600);
  });

  test('form no cycle, type imports included', () => {
    expect(importCycles(graph)).toEqual([]);
  });

  // The tests of src use the local user pool in e2e, so the way back would tie both together.
  test('never lead from e2e to the fakes of src', () => {
    const users = END_TO_END.filter(({ text }) => text.includes('src/testing/'));
    expect(users.map(({ path }) => path)).toEqual([]);
  });
});

describe('the code', () => {
  const functions = SOURCES.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(functionSizes);

  test('has no long function', () => {
    expect(functions.length).toBeGreaterThan(500);
    expect(functions.filter(({ lines }) => lines > LONGEST_FUNCTION)).toEqual([]);
  });

  test('has short functions, nine times of ten', () => {
    const sizes = functions.map(({ lines }) => lines);
    expect(percentile(sizes, 0.9)).toBeLessThanOrEqual(LONGEST_USUAL_FUNCTION);
  });

  test('has no long file', () => {
    const long = [...SOURCES, ...END_TO_END].filter((file) => lineCount(file) > LONGEST_FILE);
    expect(long.map((file) => `${file.path}: ${lineCount(file)}`)).toEqual([]);
  });
});

// CONTRIBUTING.md names these files one by one. Message catalogues do not count.
const EXAMPLES: Readonly<Record<string, Example>> = {
  'a sign-in method': { pattern: /\bpasswordPlain\b/, atMost: 4 },
  'a challenge': { pattern: /\bCUSTOM_CHALLENGE\b/, atMost: 3 },
  // A challenge that a user may prefer is an option of the form as well, one for passkeys has a page of its own.
  'a challenge that may be preferred': {
    pattern: /\bSMS_OTP\b/,
    atMost: 3,
    besides: /\/(?:sign-in-method\.ts|popup\.html)$/,
  },
  'a challenge with a page of its own': {
    pattern: /\bWEB_AUTHN\b/,
    atMost: 3,
    besides: /^src\/passkey\/|\/(?:sign-in-method\.ts|popup\.html)$/,
  },
  // Without the page that sends it.
  'a message': {
    pattern: /'refreshNow'|\brefreshNow:/,
    atMost: 3,
    besides: /^src\/(?:popup|options|passkey|signing-in)\//,
  },
  // The first version on disk had this setting; a new one is in none.
  'a setting that is a switch': {
    pattern: /\bholdNavigations\b/,
    atMost: 4,
    besides: /\/profiles-version-1\.ts$/,
  },
  // Without the files that act on it, of which this one has two.
  'a setting of the form': {
    pattern: /\baccessTokenHeader\b/,
    atMost: 3,
    besides: /\/(?:header-changes|request-watch)\.ts$/,
  },
  'a kind of rule': { pattern: /\bownSockets\b/, atMost: 2 },
};

describe('how many files have to be touched for', () => {
  const files = [...SOURCES, ...filesUnder('src', /\.html$/)];

  test.each(Object.entries(EXAMPLES))('%s', (_, example) => {
    const touched = filesToTouch(files, example);
    expect(touched).not.toEqual([]);
    expect(touched.length, touched.join('\n')).toBeLessThanOrEqual(example.atMost);
  });
});
