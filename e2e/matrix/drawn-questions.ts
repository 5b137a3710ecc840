import type { Question, WayToSend } from '../../src/core/rules/question';
import { type Chance, chanceOf } from '../support/sample-requests';
import { API } from '../support/story';
import type { Outcome } from './case';
import { explanationsOf } from './explained';
import { ALLOWED, FOREIGN } from './hosts';
import { TYPED } from './navigation-kinds';
import { arrivals, type Bench, outcomesOf, runTogether, type Trial } from './runner';

const PAGES = 8;
const REQUESTS_A_PAGE = 12;
const TYPED_URLS = 16;

/** What a page asks for without leaving, and how questions put it. */
const KINDS: Readonly<Record<string, WayToSend>> = {
  ...{ fetch: 'request', 'fetch PUT json': 'request', 'fetch no-cors POST': 'request', img: 'request' },
  ...{ script: 'request', sendBeacon: 'request', EventSource: 'request', 'WebSocket (wss)': 'request' },
  ...{ 'fetch in a worker': 'request', iframe: 'frameOrForm', 'form POST into an iframe': 'frameOrForm' },
};

const USERS = ['', '', '', '', '', 'user:pw@', 'user@'];
const PAGE_NAMES = [
  ALLOWED,
  ALLOWED,
  ALLOWED,
  API,
  API,
  FOREIGN,
  `sub.${ALLOWED}`,
  `sub.${API}`,
  'bücher.example',
];
const NAMES = [API, API, API, API, API, API.toUpperCase(), '%61pi.example.com', `${API}.`, `sub.${API}`];
const PATHS = ['', '', '/', '/%20x', '/a/../b', '/x/%2e%2e/', '/ü', ';sig=1'];
const TAILS = [
  ...['', '', '', '?', '?q=1', '?%73ig=1', '?sig=1', '?x&X-Amz-Signature=1', '#', '#top'],
  ...['#sig=1', '#?a&Signature=1', '?q#x-goog-credential='],
];

interface Drawn {
  readonly kind: string;
  readonly url: string;
  readonly question: Question;
}

/**
 * Holds "Would this request get the token?" against the servers, for questions drawn by chance: pages and URLs of either
 * scheme, with a user name, a port, a dot at the end of the name, signs in per cent, a fragment or what looks like a
 * signature, by every way to send. What it answers is taken for what should arrive.
 */
export async function runDrawnQuestions(bench: Bench, seed: number): Promise<readonly Outcome[]> {
  const chance = chanceOf(seed);
  const pages = Array.from({ length: PAGES }, (_, at) => drawPage(chance, bench, at));
  const drawn = [
    ...Array.from({ length: TYPED_URLS }, () => draw(chance, bench, null)),
    ...pages.flatMap((page) => Array.from({ length: REQUESTS_A_PAGE }, () => draw(chance, bench, page))),
  ];
  const codes = await explanationsOf(
    bench.browser,
    drawn.map(({ question }) => question),
  );
  const trials = drawn.map((each, at) => trialOf(each, codes[at] ?? ''));
  for (const typed of trials.filter(({ row }) => row.startsWith(TYPED.name))) {
    await bench.tab.goto(typed.task[1]);
    await arrivals(bench, [typed]);
  }
  for (const page of pages)
    await runTogether(
      bench,
      page,
      trials.filter(({ column }) => column === page),
    );
  return outcomesOf(bench, trials);
}

function drawPage({ pick, happens }: Chance, { sites }: Bench, at: number): string {
  const scheme = pick(['https', 'https', 'https', 'http']);
  const ownPort = scheme === 'https' ? sites.httpsPort : sites.httpPort;
  const port = happens(0.2) ? `:${ownPort}` : '';
  const name = `${pick(PAGE_NAMES)}${happens(0.3) ? '.' : ''}`;
  return new URL(`${scheme}://${pick(USERS)}${name}${port}/matrix/page?drawn=${at}`).href;
}

let drawings = 0;

function draw({ pick, happens }: Chance, { sites }: Bench, page: string | null): Drawn {
  drawings += 1;
  const kind = page === null ? TYPED.name : pick(Object.keys(KINDS));
  // On a page, browsers may ask by the safer one for what is written with `http:`.
  const scheme = pick(page === null ? ['https', 'https', 'HTTPS', 'http'] : ['https', 'https', 'HTTPS']);
  const port = happens(0.2) ? pick([':443', `:${sites.httpsPort}`]) : '';
  const url = `${scheme}://${pick(USERS)}${pick(NAMES)}${port}/leak/drawn-${drawings}${pick(PATHS)}${pick(TAILS)}`;
  const asked = kind.startsWith('WebSocket') ? url.replace(/^http/i, 'ws') : url;
  return { kind, url, question: { url: asked, page, sentAs: KINDS[kind] ?? 'request' } };
}

function trialOf({ kind, url, question: { page } }: Drawn, code: string): Trial {
  const isSent = code === 'sent';
  return {
    row: `${kind} ${url}: ${code}`,
    column: page ?? 'typed',
    expected: [{ path: new URL(url).pathname, isPreflight: false, isSilent: !isSent, carries: () => isSent }],
    task: [kind, url],
  };
}
