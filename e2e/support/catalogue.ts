import { readFileSync } from 'node:fs';

const PATH = new URL('../../public/_locales/en/messages.json', import.meta.url);
const MESSAGES: Readonly<Record<string, { readonly message: string }>> = JSON.parse(
  readFileSync(PATH, 'utf8'),
);

/**
 * A text of the English catalogue as the extension shows it.
 * @param substitutions what stands in the places of $1, $2, …
 */
export function textOf(key: string, ...substitutions: readonly string[]): string {
  const entry = MESSAGES[key];
  if (!entry) throw new Error(`the catalogue has no ${key}`);
  return entry.message.replace(/\$(\d)/g, (_, place) => substitutions[place - 1] ?? '').trim();
}
