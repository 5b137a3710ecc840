const CHECK_ID = /\b[JORT][1-9]\d?\b/g;
const CHECK_ROW = /^\| ([JORT][1-9]\d?) +\|/gm;

// What begins with a folder of the repository and is no pattern: no star, no braces, no angle brackets.
const PATH = /^(?:src|e2e|docs|public)\/[\w./-]*$/;
const QUOTED = /`([^`\n]+)`/g;
const FENCED_BLOCK = /^```[\s\S]*?^```/gm;
const FIRST_WORD = /^\S+/gm;
const LINK = /\]\(([^)\s#]+)[^)]*\)/g;
const URL_SCHEME = /^[a-z]+:/;

/** The ids of checks and threats (`J8`, `T6`) that a text names. */
export function checkIdsIn(text: string): readonly string[] {
  return [...new Set(text.match(CHECK_ID) ?? [])];
}

/** The ids that the tables of a document define, in their order. */
export function definedCheckIds(document: string): readonly string[] {
  return firstGroups(document, CHECK_ROW);
}

/** The paths of the repository that a document names: in backticks, or at the beginning of a line of a block. */
export function pathsIn(document: string): readonly string[] {
  const blocks = document.match(FENCED_BLOCK) ?? [];
  const rest = document.replace(FENCED_BLOCK, '');
  const named = [...firstGroups(rest, QUOTED), ...blocks.flatMap((block) => block.match(FIRST_WORD) ?? [])];
  return [...new Set(named.filter((word) => PATH.test(word)))];
}

/** Where the links of a document lead, as they are written; those to other sites are left out. */
export function linksIn(document: string): readonly string[] {
  return firstGroups(document, LINK).filter((target) => !URL_SCHEME.test(target));
}

function firstGroups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}
