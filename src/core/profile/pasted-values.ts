// Not the brackets of an IPv6 address.
const LIST_IN_BRACKETS = /^\[(?![\da-f]*:[\da-f:.]*\])(.*)\][,;]?$/is;

/** A value as a configuration has it, without its quotes and the comma after it: `"shop-dev",` is `shop-dev`. */
export function pastedValue(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1[,;]?$/, '$2')
    .trim();
}

/** The entries of a list as people and configurations write it: `a b`, `a, b`, or `["a", "b"]`. */
export function pastedEntries(text: string): readonly string[] {
  return text
    .trim()
    .replace(LIST_IN_BRACKETS, '$1')
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^["'`]|["'`]$/g, ''))
    .filter((entry) => entry !== '');
}

/** The callback URLs of such a list, or the one that it is. */
export function callbacksIn(text: string): readonly string[] {
  const entries = pastedEntries(text);
  // Within a URL a comma may mean anything.
  return entries.every((entry) => /^[\w.+-]+:\/\//.test(entry)) ? entries : [pastedValue(text)];
}
