import { toUnicode } from 'punycode/';
import { parseApiHost } from '../../core/profile/api-host';
import { sharedNameProblems } from '../../core/shared-names/shared-names';
import { type Sentence, sentenceOfFieldProblem } from '../../page/sentence';

/** What a list of hosts needs to be told about. */
export interface HostAdvice {
  /** Why one of the hosts must not be used; null if all may be. */
  readonly refusal: Sentence | null;
  /** What each internationalised name really is. */
  readonly notes: readonly HostNote[];
}

export interface HostNote {
  readonly kind: 'forms' | 'mixed';
  readonly sentence: Sentence;
}

// Scripts with letters that look like those of another one. Chinese, Japanese and Korean go together, with each other
// and with Latin. Source: UTS 39, section 5.2, "Highly Restrictive".
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['eastAsian', /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}ー々]/u],
  ['latin', /\p{sc=Latin}/u],
  ['cyrillic', /\p{sc=Cyrillic}/u],
  ['greek', /\p{sc=Greek}/u],
  ['armenian', /\p{sc=Armenian}/u],
  ['cherokee', /\p{sc=Cherokee}/u],
  ['other', /\p{L}/u],
];

/**
 * Looks at hosts as they were typed, one a line. Lines that are no hosts are passed over: the form itself refuses them.
 */
export function adviseHosts(text: string): HostAdvice {
  const parsed = text.split(/[\s,]+/).map((line) => parseApiHost(line));
  const hosts = parsed.flatMap((host) => (host.ok ? [host.value] : []));
  const [refused] = sharedNameProblems(hosts);
  return {
    refusal: refused ? sentenceOfFieldProblem(refused) : null,
    notes: [...new Set(hosts.map(({ hostname }) => hostname))].flatMap(notesOn),
  };
}

function notesOn(hostname: string): readonly HostNote[] {
  const name = unicodeOf(hostname);
  if (name === hostname) return [];
  const forms: HostNote = { kind: 'forms', sentence: ['hostForms', name, hostname] };
  const mixed = name.split('.').filter(isMixed);
  return [
    forms,
    ...mixed.map((label): HostNote => ({ kind: 'mixed', sentence: ['hostMixesScripts', label] })),
  ];
}

function unicodeOf(hostname: string): string {
  try {
    return toUnicode(hostname);
  } catch {
    // Not every browser's URL refuses a label that decodes to nothing: it is shown as it is.
    return hostname;
  }
}

function isMixed(label: string): boolean {
  const scripts = new Set([...label].map(scriptOf));
  scripts.delete(null);
  if (scripts.has('eastAsian')) scripts.delete('latin');
  return scripts.size > 1;
}

function scriptOf(letter: string): string | null {
  return SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? null;
}
