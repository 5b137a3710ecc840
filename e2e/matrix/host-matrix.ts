import { API } from '../support/story';
import type { Outcome } from './case';
import { FOREIGN, isAtApi, OTHER } from './hosts';
import { OWN, pageOf } from './initiators';
import { arrivals, type Bench, outcomesOf, runTogether, type Trial } from './runner';

/** What the API's own page asks for besides what is typed. */
const KINDS = ['fetch', 'fetch no-cors POST', 'img', 'script', 'iframe'];

/** A way to write a host, or something like it. */
interface Spelling {
  readonly name: string;
  readonly url: (path: string, httpsPort: number) => string;
  /** Whether pages may not ask for it, or the browser may ask by a safer scheme. */
  readonly isForTypingOnly?: boolean;
}

const SPELLINGS: readonly Spelling[] = [
  { name: 'the exact host', url: (path) => `https://${API}${path}` },
  { name: 'in upper case', url: (path) => `HTTPS://${API.toUpperCase()}${path}` },
  { name: 'with its port', url: (path) => `https://${API}:443${path}` },
  { name: 'sub-domain', url: (path) => `https://sub.${API}${path}` },
  { name: 'parent domain', url: (path) => `https://example.com${path}` },
  { name: 'sibling', url: (path) => `https://${OTHER}${path}` },
  { name: 'name in front', url: (path) => `https://${API}.evil.net${path}` },
  { name: 'name behind letters', url: (path) => `https://not${API}${path}` },
  { name: 'name behind a hyphen', url: (path) => `https://not-${API}${path}` },
  { name: 'hyphen for a dot', url: (path) => `https://api-example.com${path}` },
  { name: 'letter for a dot', url: (path) => `https://apixexample.com${path}` },
  { name: 'look-alike letter', url: (path) => `https://\u0430pi.example.com${path}` },
  { name: 'other port', url: (path, port) => `https://${API}:${port}${path}` },
  { name: 'plain http', url: (path) => `http://${API}${path}`, isForTypingOnly: true },
  { name: 'trailing dot', url: (path) => `https://${API}.${path}` },
  { name: 'name as the user', url: (path) => `https://${API}@${FOREIGN}${path}`, isForTypingOnly: true },
  {
    name: 'name as user and password',
    url: (path) => `https://a:${API}@${FOREIGN}${path}`,
    isForTypingOnly: true,
  },
  { name: 'name in the path', url: (path) => `https://${FOREIGN}${path}/https://${API}/` },
  { name: 'name in the query', url: (path) => `https://${FOREIGN}${path}?https://${API}/` },
  { name: 'name in the fragment', url: (path) => `https://${FOREIGN}${path}#https://${API}/` },
];

/** Asks for every spelling, typed and from the API's own page. Only what arrives at the API itself may carry. */
export async function runHostMatrix(bench: Bench): Promise<readonly Outcome[]> {
  const typed = SPELLINGS.map((spelling) => trial(bench, spelling, 'typed'));
  for (const each of typed) {
    await bench.tab.goto(each.task[1]);
    await arrivals(bench, [each]);
  }
  const trials = SPELLINGS.flatMap((spelling) => KINDS.map((kind) => trial(bench, spelling, kind)));
  await runTogether(bench, pageOf(OWN), trials);
  return outcomesOf(bench, [...typed, ...trials]);
}

function trial({ sites }: Bench, spelling: Spelling, kind: string): Trial {
  const path = `/leak/host/${`${spelling.name}/${kind}`.replace(/[^\w/]+/g, '-')}`;
  const inPath = spelling.name.endsWith('path') ? `${path}/https://${API}/` : path;
  const isSilent = spelling.isForTypingOnly === true && kind !== 'typed';
  return {
    row: spelling.name,
    column: kind,
    expected: [{ path: inPath, isPreflight: false, isSilent, carries: isAtApi }],
    task: [kind, spelling.url(path, sites.httpsPort)],
  };
}
