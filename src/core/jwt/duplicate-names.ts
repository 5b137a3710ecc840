const NAME_OR_BRACE = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/**
 * Whether an object in this JSON text has two members of one name. Parsers disagree on which of them counts, so that a
 * token could say one thing to us and another to the API that gets it.
 * Source: RFC 7519 section 4 (claim names are unique), RFC 7515 section 4 (header names).
 * @param json a text that `JSON.parse` takes
 */
export function hasDuplicateNames(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(NAME_OR_BRACE)) {
    if (token === '{') open.push(new Set());
    if (token === '}') open.pop();
    const names = open.at(-1);
    if (!names || !text || !colon) continue;
    // Names are equal once their escapes are read: "\u0061ud" is "aud".
    const name: string = JSON.parse(text);
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}
