/// <reference path="./tldts-trie.d.ts" />
import {
  edgeChild,
  edgeLength,
  edgeStart,
  exceptionsRoot,
  labelText,
  rulesRoot,
} from 'tldts/dist/es6/src/data/trie.js';

/**
 * The public suffix list as one text, of which nothing has to be read before something is looked up. Each line is a name,
 * a colon, and the labels that stand before it in some public suffix; `*` is any label, `!` before a label takes it out
 * again. Names of one label have no line of their own to stand in: no star is taken there. Only what `URL` writes is in it
 * (punycode). The build puts the finished text in the place of this module. Source: https://publicsuffix.org/list/
 */
export const SUFFIX_LIST = suffixList();

function suffixList(): string {
  const labels = edgeLabels();
  const linesBelow = (node: number, name: string): readonly string[] => {
    const children = edgesOf(node).flatMap((edge) => {
      const [label = '', child = 0] = [labels[edge], edgeChild[edge]];
      return isWrittenByUrl(label) ? [{ label, child }] : [];
    });
    const exceptions = exceptionsAt(name, labels).map((label) => `!${label}`);
    const own = [...children.map(({ label }) => label), ...exceptions].sort().join(' ');
    const below = children.flatMap(({ label, child }) =>
      linesBelow(child, name ? `${label}.${name}` : label),
    );
    return name && own ? [`${name}:${own}`, ...below] : below;
  };
  return `\n${linesBelow(rulesRoot, '').join('\n')}\n`;
}

// The text of all labels lies end to end.
function edgeLabels(): readonly string[] {
  let end = 0;
  return Array.from(edgeLength, (length) => {
    end += length;
    return labelText.slice(end - length, end);
  });
}

function edgesOf(node: number): readonly number[] {
  const [start = 0, end = 0] = edgeStart.slice(node, node + 2);
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function exceptionsAt(name: string, labels: readonly string[]): readonly string[] {
  let node = exceptionsRoot;
  for (const label of name.split('.').reverse()) {
    const edge = edgesOf(node).find((each) => labels[each] === label);
    if (edge === undefined) return [];
    node = edgeChild[edge] ?? 0;
  }
  return edgesOf(node).flatMap((edge) =>
    edgesOf(edgeChild[edge] ?? 0).length === 0 ? (labels[edge] ?? []) : [],
  );
}

function isWrittenByUrl(label: string): boolean {
  return /^[\x21-\x7e]+$/.test(label);
}
